"""The text of ``bpfcc compile --help``."""

from __future__ import annotations

_TEXT = """\
Usage: {program} [OPTIONS] SRC... [-o OUT]

  Compile restricted C to loadable eBPF objects.

  SRC is C (.c), preprocessed C (.i), eBPF assembly (.s), or '-' for C on
  standard input. Each SRC becomes SRC.o in the current folder unless -o says
  otherwise. The flags are clang's; the last of two that contradict each other
  wins. The defaults are -O2 -g -mcpu=v3.

  Examples:
    {program} -O2 -g xdp.c -o xdp.o
    {program} -j4 src/*.bpf.c
    {program} --emit asm xdp.c

Output:
  -o FILE                  Where to write; '-' is standard output.
  -c                       Make an object (the default).
  -S, -emit-llvm           Assembly; with -emit-llvm LLVM IR, or bitcode with -c.
  -E, -dM                  Only preprocess; with -dM print the macros.
  -fsyntax-only            Only check.
  --emit KIND              obj, asm, llvm (before optimization), llvm-opt,
                           preprocessed or tree; all but obj on standard output.
  -j N                     Compile N sources at a time.
  --timings                Say how long each stage took.

Code:
  -O0 -O1 -O2 -O3 -Os -Oz  Optimization level.
  -g, -g0                  With and without BTF.
  -mcpu=CPU                v1, v2, v3, v4, generic or probe (of this machine).
  -target TARGET           bpf (this machine's byte order), bpfel or bpfeb; also
                           -mlittle-endian and -mbig-endian.
  -mstrict-align           No unaligned accesses, not even where the kernel allows
                           them: as clang does.
  -fno-bpf-passes          Leave LLVM's instructions as they are, at every -O level
                           as at -O0.
  -mllvm OPTION            An option for LLVM.
  -fno-inline -fno-builtin -f[no-]unroll-loops -f[no-]jump-tables
  -f[no-]strict-aliasing -f[no-]wrapv -fvisibility=VISIBILITY

Language and preprocessor:
  -std=STANDARD            c89, c99, c11, c17, c23 or gnu89 ... gnu23
                           (default gnu17).
  -x LANGUAGE              What the next SRC are: c, cpp-output, assembler, none.
  -D NAME[=TEXT], -U NAME  Define a macro, undefine it.
  -I, -iquote, -isystem, -idirafter FOLDER
                           Where #include looks. After -idirafter the C
                           library is the system's, and ours what it lacks.
  -include, -imacros FILE  Read before the source; -imacros keeps only its macros.
  -nostdinc, -nostdlibinc  Without any system folder; with none but bpfcc's own.
  --btf FILE               Answers #include "vmlinux.h" where there is no such file
                           (default: the running kernel's BTF).
  -C, -P                   With -E: keep comments, leave out line markers.
  -fms-extensions, -funsigned-char

Dependencies:
  -M, -MM, -MD, -MMD       Write a rule for make; without system headers (-MM, -MMD).
  -MF FILE, -MT TARGET, -MQ TARGET, -MP, -MG

Diagnostics:
  -Wall -Wextra -W[no-]NAME -Werror[=NAME] -w -pedantic -ferror-limit=N
  -fdiagnostics-format=text|json|sarif
  --kernel X.Y             Warn of helpers, maps and programs that Linux X.Y lacks.
  -fdiagnostics-color[=auto|always|never], -fno-color-diagnostics

Paths in the output:
  -fdebug-prefix-map=OLD=NEW, -fmacro-prefix-map=OLD=NEW, -ffile-prefix-map=OLD=NEW
  -fdebug-compilation-dir FOLDER

Other:
  --no-cache               Neither read nor write bpfcc's caches.
  -v, -###                 Show the include path; show what would be done.
  @FILE                    Words from a file.
  --print-include-dir      Where bpfcc's headers are.
  -print-targets, --print-supported-cpus, --print-prog-name=NAME
  --version, --help

Exit status: 0 done, 1 the input is wrong, 2 the command line is wrong, 3 a fault of
bpfcc.
"""


def help_text(program: str) -> str:
    """The help for the command under the name that was called."""
    return _TEXT.format(program=program).rstrip("\n")
