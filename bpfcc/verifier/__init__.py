"""What the kernel's verifier will refuse, told before loading: a walk along a program's paths."""
