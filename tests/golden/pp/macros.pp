# 1 "macros.c"
# 1 "<built-in>" 1
# 1 "<built-in>" 3
# 1 "<command line>" 1
# 1 "<built-in>" 2
# 1 "macros.c" 2
# 13 "macros.c"
int value_3 = 3;
char text[] = "a \"b\\n\" 'c' COUNT";
int list = left;
void f(void)
{
 bpf_printk("none");
 bpf_printk("two %d %d", 1, 2);

 a ; b [1, 2];
 SELF + 1;
      - -1;
}
