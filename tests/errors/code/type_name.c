long whose_type(void)
{
	struct { int a; } nameless = {1};

	return __builtin_btf_type_id(nameless, 1); // error: the kernel's types are found by their names [builtin-argument]
	// note@-1: bpf_core_type_id_local()
}
