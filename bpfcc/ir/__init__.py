"""LLVM IR: from the typed tree to the text of one module.

The IR is written as text by writers of our own (``module``, ``function``). llvmlite's builder
was not used: importing it costs more than compiling a small program, it writes no
``elementtype``, string attributes, ``callbr``, metadata on globals or ``nuw`` on
``getelementptr``, and the process that runs this code never loads LLVM at all; the text goes to
the child process that does.
"""
