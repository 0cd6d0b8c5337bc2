"""LLVM IR: from the typed tree to a module's text."""
