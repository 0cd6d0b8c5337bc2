"""Relocatable ELF objects of eBPF: model, reader, writer, linker and the SEC() table."""
