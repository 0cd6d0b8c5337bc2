"""The differential runner: the same program by bpfcc and by clang 22."""
