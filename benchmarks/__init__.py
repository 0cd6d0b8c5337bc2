"""Speed and code size beside clang 22: ``python -m benchmarks``."""
