// Macros whose header is not included look like functions, types and declarators.

struct {
	__uint(type, 1); // error: macro '__uint' is not defined [unknown-macro]
	__type(key, int); // error: macro '__type' is not defined [unknown-macro]
} map SEC(".maps"); // error: macro 'SEC' is not defined [unknown-macro]

static __always_inline int helper(int a) // error: macro '__always_inline' is not defined [unknown-macro]
{
	return a;
}

int weak __weak; // error: macro '__weak' is not defined [unknown-macro]

SEC("fentry/x") // error: macro 'SEC' is not defined [unknown-macro]
int BPF_PROG(on_x, int a) // error: macro 'BPF_PROG' is not defined [unknown-macro]
{
	u32 b = 1; // error: unknown type name 'u32' [unknown-type]
	return helper(weak);
}

int BPF_KPROBE(no_parameters) // error: macro 'BPF_KPROBE' is not defined [unknown-macro]
{
	return 0;
}

MY_MACRO("x"); // error: macro 'MY_MACRO' is not defined [unknown-macro]

int last;
