"""LLVM through the C interface of llvmlite's library. Only the worker process imports this.

llvmlite's own Python layer costs 35 ms to import and the library itself 10 ms, so the few
functions that a compiler needs are declared here and called by ctypes; the exact minor version
of llvmlite is pinned, and a test compares these declarations with llvmlite's.
"""

from __future__ import annotations

import ctypes
import sys
from ctypes import POINTER, byref, c_bool, c_char_p, c_int, c_size_t, c_uint, c_void_p

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LLVM_VERSION = 22

_FUNCTIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "ContextCreate": (c_void_p, ()),
    "ContextDispose": (None, (c_void_p,)),
    "CreatePassBuilder": (c_void_p, (c_void_p, c_void_p)),
    "CreatePipelineTuningOptions": (c_void_p, ()),
    "CreateTargetMachine": (
        c_void_p,
        (
            c_void_p,
            c_char_p,  # triple
            c_char_p,  # cpu
            c_char_p,  # features
            c_int,  # level
            c_char_p,  # relocation model
            c_char_p,  # code model
            c_int,
            c_int,
            c_char_p,
        ),
    ),
    "DisposeMemoryBuffer": (None, (c_void_p,)),
    "DisposeModule": (None, (c_void_p,)),
    "DisposeNewModulePassManger": (None, (c_void_p,)),
    "DisposePassBuilder": (None, (c_void_p,)),
    "DisposePipelineTuningOptions": (None, (c_void_p,)),
    "DisposeTargetMachine": (None, (c_void_p,)),
    "DisposeString": (None, (c_void_p,)),
    "GetBufferSize": (c_size_t, (c_void_p,)),
    "GetBufferStart": (c_void_p, (c_void_p,)),
    "GetTargetFromTriple": (c_void_p, (c_char_p, POINTER(c_void_p))),
    "GetVersionInfo": (c_uint, ()),
    "InitializeAllAsmPrinters": (None, ()),
    "InitializeAllTargetInfos": (None, ()),
    "InitializeAllTargetMCs": (None, ()),
    "InitializeAllTargets": (None, ()),
    "PTOSetLoopInterleaving": (None, (c_void_p, c_bool)),
    "PTOSetLoopUnrolling": (None, (c_void_p, c_bool)),
    "PTOSetLoopVectorization": (None, (c_void_p, c_bool)),
    "PTOSetSLPVectorization": (None, (c_void_p, c_bool)),
    "ParseAssembly": (c_void_p, (c_void_p, c_char_p, POINTER(c_void_p))),
    "ParseBitcode": (c_void_p, (c_void_p, c_char_p, c_size_t, POINTER(c_void_p))),
    "PrintModuleToString": (None, (c_void_p, POINTER(c_void_p))),
    "RunNewModulePassManager": (None, (c_void_p, c_void_p, c_void_p)),
    "SetCommandLine": (None, (c_char_p, c_char_p)),
    "SetTargetMachineAsmVerbosity": (None, (c_void_p, c_int)),
    "TargetMachineEmitToMemory": (c_void_p, (c_void_p, c_void_p, c_int, POINTER(c_void_p))),
    "VerifyModule": (c_int, (c_void_p, POINTER(c_void_p))),
    "WriteBitcodeToString": (None, (c_void_p, POINTER(c_void_p), POINTER(c_size_t))),
    "buildPerModuleDefaultPipeline": (c_void_p, (c_void_p, c_int)),
}


class LlvmError(Exception):
    """LLVM refused what it was given and said why."""


class Library:
    """The loaded library with every function declared, targets initialised."""

    def __init__(self, path: str) -> None:
        self.handle = ctypes.CDLL(path)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(self.handle, f"LLVMPY_{name}")
            function.restype = result
            function.argtypes = arguments
        version = self.call("GetVersionInfo") >> 16
        if version != LLVM_VERSION:
            raise LlvmError(f"LLVM {LLVM_VERSION} is needed, llvmlite brings LLVM {version}")
        for part in ("TargetInfos", "Targets", "TargetMCs", "AsmPrinters"):
            self.call(f"InitializeAll{part}")

    def call(self, name: str, *arguments: object) -> int:
        """Call one function; pointers come back as numbers, a null pointer as 0."""
        return getattr(self.handle, f"LLVMPY_{name}")(*arguments) or 0

    def take_string(self, pointer: c_void_p) -> bytes:
        """The bytes of a C string that LLVM allocated, which is freed."""
        if not pointer.value:
            return b""
        text = ctypes.string_at(pointer.value)
        self.call("DisposeString", pointer)
        return text

    def set_option(self, word: str) -> None:
        """One ``-mllvm`` option; LLVM ends the process where it does not know it."""
        self.call("SetCommandLine", b"bpfcc (LLVM option parsing)", word.encode())


class TargetMachine:
    """BPF's code generator with its settings; a context manager, so that it is freed."""

    def __init__(self, library: Library, triple: str, cpu: str, features: str, level: int) -> None:
        self.library = library
        error = c_void_p()
        target = library.call("GetTargetFromTriple", triple.encode(), byref(error))
        if not target:
            raise LlvmError(library.take_string(error).decode())
        self.pointer = library.call(
            "CreateTargetMachine",
            target,
            triple.encode(),
            cpu.encode(),
            features.encode(),
            level,
            b"static",
            b"default",
            0,
            0,
            b"",
        )
        if not self.pointer:
            raise LlvmError(f"LLVM has no target machine for {triple}, {cpu}, {features}")

    def __enter__(self) -> TargetMachine:
        return self

    def __exit__(self, *_: object) -> None:
        self.library.call("DisposeTargetMachine", self.pointer)

    def set_verbose(self, verbose: bool) -> None:
        """Whether assembly text has comments."""
        self.library.call("SetTargetMachineAsmVerbosity", self.pointer, int(verbose))

    def print_inline_asm_as_text(self) -> None:
        """Print inline assembly as it stands instead of parsing it (see below)."""
        memory = _Memory()
        info = _find_asm_info(memory, self.pointer)
        flags = memory.read(info + _FLAGS, len(_FLAGS_EXPECTED))
        if flags != _FLAGS_EXPECTED:
            raise LlvmError(
                "this build of llvmlite cannot print inline assembly: MCAsmInfo differs"
            )
        c_bool.from_address(info + _FLAGS).value = False


_BITCODE_MAGIC = b"BC\xc0\xde"


class Module:
    """A module parsed from text or bitcode; a context manager, so that its memory is freed."""

    def __init__(self, library: Library, ir: bytes) -> None:
        self.library = library
        self.context = library.call("ContextCreate")
        error = c_void_p()
        if ir.startswith(_BITCODE_MAGIC):
            self.pointer = library.call("ParseBitcode", self.context, ir, len(ir), byref(error))
        else:
            self.pointer = library.call("ParseAssembly", self.context, ir, byref(error))
        if not self.pointer:
            library.call("ContextDispose", self.context)
            raise LlvmError(library.take_string(error).decode("utf-8", "replace"))

    def __enter__(self) -> Module:
        return self

    def __exit__(self, *_: object) -> None:
        self.library.call("DisposeModule", self.pointer)
        self.library.call("ContextDispose", self.context)

    def verify(self) -> None:
        """Raise ``LlvmError`` where the module breaks LLVM's rules."""
        error = c_void_p()
        broken = self.library.call("VerifyModule", self.pointer, byref(error))
        text = self.library.take_string(error)
        if broken:
            raise LlvmError(text.decode("utf-8", "replace"))

    def optimize(
        self, machine: TargetMachine, settings: tuple[int, int, bool, bool, bool, bool]
    ) -> None:
        """Run the default pipeline of a level with ``Pipeline.key()``'s settings.

        Made with the target machine, the pass builder brings BPF's own passes in: those that
        lower CO-RE intrinsics, and those that keep code in the shape the verifier accepts.
        """
        call = self.library.call
        speed, _, unroll, interleave, vectorize, slp = settings
        tuning = call("CreatePipelineTuningOptions")
        call("PTOSetLoopUnrolling", tuning, unroll)
        call("PTOSetLoopInterleaving", tuning, interleave)
        call("PTOSetLoopVectorization", tuning, vectorize)
        call("PTOSetSLPVectorization", tuning, slp)
        builder = call("CreatePassBuilder", machine.pointer, tuning)
        manager = call("buildPerModuleDefaultPipeline", builder, speed)
        call("RunNewModulePassManager", manager, self.pointer, builder)
        call("DisposeNewModulePassManger", manager)
        call("DisposePassBuilder", builder)
        call("DisposePipelineTuningOptions", tuning)

    def print_text(self) -> bytes:
        """The module in LLVM's assembly language."""
        text = c_void_p()
        self.library.call("PrintModuleToString", self.pointer, byref(text))
        return self.library.take_string(text)

    def write_bitcode(self) -> bytes:
        """The module as bitcode."""
        data, size = c_void_p(), c_size_t()
        self.library.call("WriteBitcodeToString", self.pointer, byref(data), byref(size))
        content = ctypes.string_at(data.value or 0, size.value)
        self.library.call("DisposeString", data)
        return content

    def emit(self, machine: TargetMachine, *, as_object: bool) -> bytes:
        """The module as an ELF object or as assembly; it is used up by the first call."""
        call = self.library.call
        error = c_void_p()
        buffer = call(
            "TargetMachineEmitToMemory", machine.pointer, self.pointer, int(as_object), byref(error)
        )
        if not buffer:
            raise LlvmError(self.library.take_string(error).decode("utf-8", "replace"))
        content = ctypes.string_at(call("GetBufferStart", buffer), call("GetBufferSize", buffer))
        call("DisposeMemoryBuffer", buffer)
        return content


# ---------------------------------------------------------------------------------------------
# Inline assembly as text.
#
# LLVM parses inline assembly with the target's assembler even where assembly text is wanted,
# and llvmlite's library holds no BPF assembler: the process would be aborted. clang's
# -no-integrated-as is what asks LLVM to print inline assembly as it stands; it is the flag
# `UseIntegratedAssembler` of the target machine's MCAsmInfo, which no C interface sets. So it
# is cleared in place: three bytes are checked before one is written, and where anything is not
# as expected an LlvmError says so and nothing is touched.
#
# The MCAsmInfo is found as the one object that the target machine points to in which the words
# "APP" and "NO_APP" (how inline assembly is bracketed in the output) stand side by side. In it
# follow, at a fixed place, UseIntegratedAssembler (true), ParseInlineAsmUsingAsmParser (false)
# and PreserveAsmComments (true).

_MACHINE_BYTES = 1024
_ASM_INFO_BYTES = 400
_INLINE_ASM_START = 136
_FLAGS = 368
_FLAGS_EXPECTED = b"\x01\x00\x01"


class _Memory:
    """Reads this process's memory through the kernel, so that a bad address is an error."""

    def __init__(self) -> None:
        self.file = open("/proc/self/mem", "rb", buffering=0)  # noqa: SIM115

    def read(self, address: int, size: int) -> bytes:
        if not 4096 <= address < 1 << 47:
            return b""
        try:
            self.file.seek(address)
            return self.file.read(size)
        except OSError:
            return b""


def _words(raw: bytes) -> list[int]:
    usable = len(raw) // 8 * 8
    return [int.from_bytes(raw[i : i + 8], sys.byteorder) for i in range(0, usable, 8)]


def _find_asm_info(memory: _Memory, machine: int) -> int:
    for candidate in _words(memory.read(machine, _MACHINE_BYTES)):
        words = _words(memory.read(candidate + _INLINE_ASM_START, 16))
        if (
            len(words) == 2
            and memory.read(words[0], 4) == b"APP\0"
            and memory.read(words[1], 7) == b"NO_APP\0"
        ):
            return candidate
    raise LlvmError("this build of llvmlite cannot print inline assembly: no MCAsmInfo found")
