"""The corpus: public eBPF programs, compiled as they are and compared with clang 22."""
