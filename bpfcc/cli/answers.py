"""Questions that ``bpfcc compile`` answers instead of compiling, and ``-v`` and ``-###``."""

from __future__ import annotations

import os
import sys

from bpfcc.cli.version import CLANG_VERSION, version_text
from bpfcc.options import find_include_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.cli.arguments import Invocation
    from bpfcc.options import Options

TARGETS = {
    "bpf": "BPF (host endian)",
    "bpfeb": "BPF (big endian)",
    "bpfel": "BPF (little endian)",
}
LISTED_CPUS = ("generic", "probe", "v1", "v2", "v3", "v4")


def answer_question(program: str, question: str, argument: str) -> None:
    """Print the answer on stdout; in clang's words where tools read them."""
    if question == "help":
        from bpfcc.cli.compile_help import help_text

        print(help_text(program))
    elif question == "version":
        print(version_text())
    elif question == "version-log":
        print(version_text(), file=sys.stderr)
    elif question == "search-folders":
        print(f"programs: =\nlibraries: ={os.path.dirname(find_include_folder())}")
    elif question == "clang-version":
        print(CLANG_VERSION)
    elif question == "target":
        print("bpf")
    elif question == "targets":
        print("  Registered Targets:")
        for name, what in TARGETS.items():
            print(f"    {name:<6}- {what}")
    elif question == "cpus":
        print("Available CPUs for this target:\n")
        for name in LISTED_CPUS:
            print(f"\t{name}")
        print("\nUse -mcpu to specify the target's processor.")
        print("For example, bpfcc compile -mcpu=v3")
    elif question == "resource-folder":
        print(os.path.dirname(find_include_folder()))
    elif question == "include-folder":
        print(find_include_folder())
    elif question == "program":
        from shutil import which

        print(which(argument) or argument)
    elif question == "file":
        path = os.path.join(os.path.dirname(find_include_folder()), argument)
        print(path if os.path.exists(path) else argument)
    else:
        raise AssertionError(question)


def show_invocation(program: str, invocation: Invocation) -> None:
    """``-v``: version and include path; ``-###``: also what would be run. Both on stderr."""
    print(version_text(), file=sys.stderr)
    if invocation.only_show:
        flags = [word for word in invocation.flags if word not in ("-###", "-v")]
        for source in invocation.sources:
            words = [*program.split(), *flags, source.path]
            print(" " + " ".join(f'"{_escape(word)}"' for word in words), file=sys.stderr)
    else:
        show_search_path(invocation.options)


def show_search_path(options: Options) -> None:
    """The include path in the form that build scripts pick apart."""
    lines = ['#include "..." search starts here:']
    lines += [f" {folder}" for folder in options.quote_folders]
    lines.append("#include <...> search starts here:")
    lines += [f" {folder}" for folder, _ in options.search_folders()]
    lines.append("End of search list.")
    print("\n".join(lines), file=sys.stderr)


def _escape(word: str) -> str:
    return word.replace("\\", "\\\\").replace('"', '\\"')
