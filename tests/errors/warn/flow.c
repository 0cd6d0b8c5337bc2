// flags: -Wimplicit-fallthrough
_Noreturn void stop(void);
enum color { RED, GREEN };

int falls_off(int x) { if (x) return 1; } // warning: non-void function does not return a value in all control paths [return-type]
int returns_nothing(void) { } // warning: non-void function does not return a value [return-type]
int both(int x) { if (x) return 1; else return 2; }
int endless(void) { for (;;) ; }
int stops(void) { stop(); }
int unreachable(void) { __builtin_unreachable(); }
int covered(enum color c) { switch (c) { case RED: return 1; case GREEN: return 2; } }
int left_early(int x) { while (1) { if (x) break; } } // warning: non-void function does not return a value [return-type]

int through(int x)
{
	switch (x) {
	case 1:
		x++;
	case 2: // warning: unannotated fall-through between switch labels [implicit-fallthrough]
		x++;
		__attribute__((fallthrough));
	case 3:
	case 4:
		return x;
	}
	return 0;
}

int reads(int c)
{
	int never;
	int later, in_loop, by_address;
	int maybe;
	if (c)
		maybe = 1;
	for (int i = 0; i < c; i++) {
		if (i)
			c += in_loop;
		in_loop = i;
	}
	int *p = &by_address;
	later = *p + by_address;
	return never + later + maybe; // warning: variable 'never' is uninitialized when used here [uninitialized]
}
