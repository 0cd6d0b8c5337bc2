"""eBPF: instructions, assembler, disassembler, and the LLVM back end in a child process."""
