"""Passes over the instructions of an object, after LLVM: fewer of them for the same program."""
