// What the loader is asked, and nobody wants to know; a struct of open size in the middle.
enum e { A };
struct open { struct { int x; } in; long y; char tail[]; };
struct s { long a; struct open inner; struct { int z; } last; };

__attribute__((section("xdp"))) int prog(struct s *p)
{
	__builtin_preserve_field_info(p->a, 0);
	(void)+__builtin_preserve_enum_value(*(enum e *)A, 0);
	(void)__builtin_preserve_type_info(*p, 0);
	p->inner.in.x = 1;
	return p->inner.in.x + p->inner.y + p->last.z;
}

void orders_for_the_compiler(volatile int *p)
{
	*p = 1;
	__atomic_signal_fence(5);
	*p = 2;
}

char _license[] __attribute__((section("license"))) = "GPL";
