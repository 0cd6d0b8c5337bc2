"""``python -m tests.native.child LEVEL``: run ``main`` of the LLVM module on standard input.

A program may do anything to the process that it runs in, so this one has nothing else to do.
"""

from __future__ import annotations

import ctypes
import os
import sys


def main() -> None:
    import llvmlite.binding as llvm

    level = int(sys.argv[1])
    # Division of 128 bits is a call on the host too.
    llvm.load_library_permanently("libgcc_s.so.1")
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    module = llvm.parse_assembly(sys.stdin.read())
    target = llvm.Target.from_default_triple()
    machine = target.create_target_machine(opt=level, jit=True)
    module.triple = target.triple
    module.data_layout = str(machine.target_data)
    module.verify()
    tuning = llvm.create_pipeline_tuning_options(speed_level=level)
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    entry = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
    status = entry(engine.get_function_address("main"))(1, None)
    ctypes.CDLL(None).fflush(None)
    os._exit(status & 0xFF)


if __name__ == "__main__":
    main()
