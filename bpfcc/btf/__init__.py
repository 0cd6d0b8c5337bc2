"""BTF: the type information of eBPF objects and of the kernel."""
