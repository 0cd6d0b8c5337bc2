// What comes from other languages, other compilers and other libraries.
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct { __uint(type, BPF_MAP_TYPE_HASH); __type(key, int); __type(value, int); __uint(max_entries, 8); } counts SEC(".maps");
BPF_HASH(old, int); // error: macro 'BPF_HASH' is not defined [unknown-macro]
// note@-1: this is BCC's; here a map is a struct with __uint() and __type() in SEC(".maps")
struct bpf_map_def legacy; // error: tentative definition has type 'struct bpf_map_def' that is never completed [incomplete-type]
// note@-1: libbpf 1.0 has no 'struct bpf_map_def'
static_assert(1, ""); // error: macro 'static_assert' is not defined [unknown-macro]
// note@-1: write '_Static_assert'

static int add(int a int b) // error: expected ',' between parameters [syntax]
{
	return a + b;
}
static int twice(int &a) // error: C has no references: pass a pointer [syntax]
{
	return a * 2;
}

SEC "xdp" // error: macro 'SEC' needs its arguments in parentheses [unknown-macro]
int unwrapped(struct xdp_md *ctx) { return 0; }

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	int key = 0;
	int *found = bpf_map_lookup_elem(counts, key); // error: passing 'struct (unnamed)' to parameter of incompatible type 'void *' [incompatible-types]
	// note@-1: did you mean '&counts'?
	// error@-2: incompatible integer to pointer conversion passing 'int' to parameter of type 'const void *' [int-conversion]
	// note@-3: did you mean '&key'?
	if (found) then // error: C has no 'then' [syntax]
		key = 1;
	elif (key == 1) // error: C has no 'elif': write 'else if' [syntax]
		key = 2;
	if (key =< 2) // error: expected expression; did you mean '<='? [syntax]
		key = 3;
	bpf_printk("swallowed);
	// error@-1: missing terminating '"' character [unterminated-literal]
	bpf_printk("open", 1; // error: unterminated function-like macro invocation of 'bpf_printk' [unterminated-macro-call]
	char *heap = malloc(3); // error: call to undeclared function 'malloc'; ISO C99 and later do not support implicit function declarations [implicit-function-declaration]
	// note@-1: BPF has no heap
	printf("x"); // error: call to undeclared function 'printf'; ISO C99 and later do not support implicit function declarations [implicit-function-declaration]
	// note@-1: BPF programs print with bpf_printk()
	key = htons(key); // error: call to undeclared function 'htons'; ISO C99 and later do not support implicit function declarations [implicit-function-declaration]
	// note@-1: use bpf_htons() of <bpf/bpf_endian.h>
	u64 now = 0; // error: unknown type name 'u64'; did you mean '__u64'? [unknown-type]
	key = ETH_P_IP; // error: use of undeclared identifier 'ETH_P_IP' [undeclared]
	// note@-1: 'ETH_P_IP' is declared in <linux/if_ether.h>
	struct iphdr *ip = (void *)(long)ctx->data;
	key = ip->ttl; // error: incomplete definition of type 'struct iphdr' [incomplete-type]
	// note@-1: 'iphdr' is declared in <linux/ip.h>
	key = later(1); // error: call to undeclared function 'later'; ISO C99 and later do not support implicit function declarations [implicit-function-declaration]
	bpf_print("x"); // error: call to undeclared function 'bpf_print'; ISO C99 and later do not support implicit function declarations; did you mean 'bpf_printk'? [implicit-function-declaration]
	return add(1, 2) + twice(3);
}
static int later(int a) { return a; } // note@-4: 'later' is declared only here: move it up

char _license[] SEC("license") = "GPL";
