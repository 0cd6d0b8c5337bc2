"""The running kernel: loading, maps, test runs, attaching, and what the verifier says."""
