"""Reads the words of ``bpfcc compile`` and ``bpfcc-cc`` as clang reads its own.

Flags and sources mix, the last of two that contradict each other wins, values are joined or
apart, ``@file`` stands for the words in a file. The result is an ``Invocation``: what to do,
with which ``Options``, for which sources.
"""

from __future__ import annotations

import os
import sys

from bpfcc.cli.flags import (
    ACTIONS,
    EMIT_KINDS,
    IGNORED,
    IGNORED_FEATURES,
    IGNORED_PREFIXES,
    IGNORED_WITH_JOINED,
    IGNORED_WITH_VALUE,
    JOINED,
    LANGUAGES,
    LISTS,
    SWITCHES,
    VALUES,
    all_spellings,
)
from bpfcc.options import (
    CPUS,
    STANDARD_ALIASES,
    STANDARDS,
    SUFFIX_LANGUAGES,
    Options,
    parse_version,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# -E, -fsyntax-only, -S and -c, in the order in which one is preferred to those behind it.
_EARLIER = ("preprocessed", "none", "asm", "obj")

RESPONSE_FILES_LIMIT = 1000


class UsageError(Exception):
    """The command line cannot be understood; the message says what of it."""


class Source:
    """One input: its path (``-`` is standard input) and its language, None by its suffix."""

    __slots__ = ("language", "path")

    def __init__(self, path: str, language: str | None) -> None:
        self.path = path
        self.language = language

    def find_language(self) -> str:
        """The language from ``-x`` or from the suffix."""
        if self.language is not None:
            return self.language
        if self.path == "-":
            return "c"
        suffix = os.path.splitext(self.path)[1]
        language = SUFFIX_LANGUAGES.get(suffix)
        if language is None:
            raise UsageError(
                f"'{self.path}': not a .c, .i or .s file; say what it is with -x c, "
                "-x cpp-output or -x assembler"
            )
        return language


class Invocation:
    """What the command line asks for."""

    __slots__ = (
        "color",
        "diagnostics_format",
        "flags",
        "jobs",
        "only_show",
        "options",
        "output",
        "question",
        "sources",
        "text_to_stdout",
        "timings",
        "verbose",
    )

    def __init__(self) -> None:
        self.options = Options()
        self.sources: list[Source] = []
        # The words that are no sources, as they were written.
        self.flags: list[str] = []
        self.output: str | None = None
        self.jobs = 1
        self.color = "auto"
        self.diagnostics_format = "text"
        self.verbose = False
        self.only_show = False
        self.timings = False
        # A question that is answered instead of compiling: (which, its argument).
        self.question: tuple[str, str] | None = None
        # Text asked for by --emit is to be looked at; text asked for by -S becomes a file.
        self.text_to_stdout = False


def parse_arguments(words: Iterable[str]) -> Invocation:
    """The invocation that the words ask for. Raises UsageError."""
    parser = Arguments(expand_response_files(list(words)))
    parser.read()
    return parser.finish()


def expand_response_files(words: list[str]) -> list[str]:
    """Words with each ``@file`` replaced by the words in the file, quoted as in a shell."""
    if not any(word.startswith("@") for word in words):
        return words
    import shlex

    expanded: list[str] = []
    pending = words[::-1]
    files_read = 0
    while pending:
        word = pending.pop()
        if not word.startswith("@") or len(word) == 1:
            expanded.append(word)
            continue
        files_read += 1
        if files_read > RESPONSE_FILES_LIMIT:
            raise UsageError(f"{word}: response files include each other without end")
        try:
            with open(word[1:], encoding="utf-8", errors="surrogateescape") as file:
                pending.extend(shlex.split(file.read())[::-1])
        except OSError as error:
            raise UsageError(f"cannot read response file '{word[1:]}': {error.strerror}") from None
        except ValueError as error:
            raise UsageError(f"response file '{word[1:]}': {error}") from None
    return expanded


class Arguments:
    """Reads words one after the other into an invocation and its settings."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.at = 0
        self.invocation = Invocation()
        self.settings: dict[str, object] = {}
        self.lists: dict[str, list[object]] = {}
        self.language: str | None = None
        # What kind of output: --emit takes it over, of -E, -S and -c the one that ends first.
        self.kind = "obj"
        self.llvm = False
        self.macros_only = False

    # ------------------------------------------------------------------ reading words

    def read(self) -> None:
        """Read every word."""
        only_sources = False
        while self.at < len(self.words):
            word = self.words[self.at]
            self.at += 1
            if only_sources or not word.startswith("-") or word == "-":
                self.invocation.sources.append(Source(word, self.language))
            elif word == "--":
                only_sources = True
            else:
                start = self.at - 1
                self.read_flag(word)
                self.invocation.flags += self.words[start : self.at]

    def read_flag(self, word: str) -> None:
        """Read one flag and the value that belongs to it."""
        if word in ACTIONS:
            getattr(self, ACTIONS[word])()
        elif word in SWITCHES:
            name, value = SWITCHES[word]
            self.settings[name] = value
        elif word.startswith("-O") and word[2:].isdecimal():
            self.settings["opt_level"] = "3"  # as clang reads higher levels
        elif word in LISTS:
            self.add_to(LISTS[word], self.next_word(word))
        elif word in VALUES:
            getattr(self, VALUES[word])(self.next_word(word))
        elif not (self.read_joined(word) or self.read_warning(word) or self.skip_ignored(word)):
            raise UsageError(f"unknown argument: '{word}'{self.suggest(word)}")

    def next_word(self, flag: str) -> str:
        """The word behind a flag, which is its value."""
        if self.at == len(self.words):
            raise UsageError(f"argument to '{flag}' is missing (expected 1 value)")
        self.at += 1
        return self.words[self.at - 1]

    def read_joined(self, word: str) -> bool:
        """A flag with its value in the same word."""
        equals = word.find("=")
        if word.startswith("--") and equals > 0:
            flag, value = word[:equals], word[equals + 1 :]
            if flag in LISTS:
                self.add_to(LISTS[flag], value)
                return True
            if flag in VALUES:
                getattr(self, VALUES[flag])(value)
                return True
        for end in (equals + 1, word.find(",") + 1):
            if end and word[:end] in JOINED:
                getattr(self, JOINED[word[:end]])(word[end:])
                return True
        for length in (10, 8, 7, 3, 2):  # -idirafter, -isystem and -include, -iquote, -MF, -I
            flag, value = word[:length], word[length:]
            if not value or flag.startswith("--"):
                continue
            if flag in LISTS:
                self.add_to(LISTS[flag], value)
                return True
            if flag in VALUES and flag not in ("-mllvm", "-target"):
                getattr(self, VALUES[flag])(value)
                return True
        return False

    def read_warning(self, word: str) -> bool:
        """``-Wname``, ``-Wno-name``, ``-Werror=name``."""
        if not word.startswith("-W") or word.startswith(("-Wa,", "-Wl,")):
            return False
        self.add_to("warnings", word[2:] or "all")
        return True

    def skip_ignored(self, word: str) -> bool:
        """A flag that changes nothing of what is made."""
        if word in IGNORED or word.startswith(IGNORED_PREFIXES):
            return True
        if word.startswith("-f"):
            feature = word[2:].removeprefix("no-")
            return feature in IGNORED_FEATURES
        if word.startswith(IGNORED_WITH_JOINED) and len(word) > 2:
            return True
        for flag in IGNORED_WITH_VALUE:
            if word == flag:
                self.next_word(flag)
                return True
            if len(flag) == 2 and word.startswith(flag):
                return True
        return False

    def suggest(self, word: str) -> str:
        """``; did you mean '-x'?`` where a known flag is near."""
        from difflib import get_close_matches

        equals = word.find("=")
        head = word[: equals + 1] if equals > 0 else word
        near = get_close_matches(head, all_spellings(), n=1, cutoff=0.7)
        if not near and equals > 0:
            near = get_close_matches(word[:equals], all_spellings(), n=1, cutoff=0.7)
        if not near:
            return ""
        rest = word[equals + 1 :] if equals > 0 and near[0].endswith("=") else ""
        return f"; did you mean '{near[0]}{rest}'?"

    def add_to(self, name: str, value: object) -> None:
        """Lengthen a setting that is a list."""
        self.lists.setdefault(name, []).append(value)

    # ------------------------------------------------------------- flags with a value

    def set_output(self, value: str) -> None:
        self.invocation.output = value

    def set_language(self, value: str) -> None:
        if value not in LANGUAGES:
            raise UsageError(f"language not recognized: '{value}'; it is one of {_list(LANGUAGES)}")
        self.language = LANGUAGES[value]

    def define_macro(self, value: str) -> None:
        name, equals, text = value.partition("=")
        if not name:
            raise UsageError(f"-D{value}: the macro's name is missing")
        self.add_to("macros", (name, text if equals else "1"))

    def undefine_macro(self, value: str) -> None:
        if not value:
            raise UsageError("-U: the macro's name is missing")
        self.add_to("macros", (value, None))

    def set_dependency_file(self, value: str) -> None:
        self.settings["dependency_file"] = value

    def add_plain_target(self, value: str) -> None:
        self.add_to("dependency_targets", (value, False))

    def add_quoted_target(self, value: str) -> None:
        self.add_to("dependency_targets", (value, True))

    def set_target(self, value: str) -> None:
        architecture = value.partition("-")[0]
        if architecture not in ("bpf", "bpfel", "bpfeb"):
            raise UsageError(f"unknown target '{value}': it is bpf, bpfel or bpfeb")
        little = {"bpf": sys.byteorder == "little", "bpfel": True, "bpfeb": False}
        self.settings["little_endian"] = little[architecture]

    def set_architecture(self, value: str) -> None:
        self.set_target(value)

    def set_cpu(self, value: str) -> None:
        if value not in CPUS:
            raise UsageError(f"unknown target CPU '{value}': it is {_list(CPUS)}")
        self.settings["cpu"] = value

    def add_llvm_argument(self, value: str) -> None:
        self.add_to("llvm_args", value)

    def add_cc1_argument(self, value: str) -> None:
        """The internal flags of clang that BPF projects use."""
        if value == "-target-feature":
            if self.next_word("-Xclang -target-feature") != "-Xclang":
                raise UsageError("-Xclang -target-feature: a feature is expected behind -Xclang")
            feature = self.next_word("-Xclang")
            if feature[:1] not in ("+", "-"):
                raise UsageError(f"-target-feature: '{feature}' begins with neither + nor -")
            self.add_to("features", feature)
        elif value == "-disable-llvm-passes":
            self.choose_raw_llvm()
        elif value != "-disable-O0-optnone":
            raise UsageError(f"unknown argument: '-Xclang {value}'")

    def read_preprocessor_word(self, value: str) -> None:
        """``-Xpreprocessor -DX``: the next word is one for the preprocessor."""
        self.read_flag(value)

    def set_compilation_dir(self, value: str) -> None:
        self.settings["compilation_dir"] = value

    def set_sysroot(self, value: str) -> None:
        self.settings["sysroot"] = value.rstrip("/")

    def set_emit(self, value: str) -> None:
        if value not in EMIT_KINDS:
            raise UsageError(f"--emit: '{value}' is not one of {_list(EMIT_KINDS)}")
        self.kind = value
        self.llvm = self.macros_only = False
        self.invocation.text_to_stdout = True

    def set_btf(self, value: str) -> None:
        self.settings["btf_file"] = value

    def set_kernel(self, value: str) -> None:
        try:
            self.settings["kernel"] = parse_version(value)
        except ValueError as error:
            raise UsageError(f"--kernel: {error}") from None

    def set_jobs(self, value: str) -> None:
        if not value.isdecimal() or not 1 <= int(value) <= 1024:
            raise UsageError(f"-j: '{value}' is not a number of processes")
        self.invocation.jobs = int(value)

    def set_standard(self, value: str) -> None:
        name = STANDARD_ALIASES.get(value, value)
        if name not in STANDARDS:
            raise UsageError(f"invalid value '{value}' in '-std={value}': {_list(STANDARDS)}")
        self.settings["std"] = name

    def set_diagnostics_format(self, value: str) -> None:
        if value == "clang":
            value = "text"
        if value not in ("text", "json", "sarif"):
            raise UsageError(f"-fdiagnostics-format={value}: it is text, json or sarif")
        self.invocation.diagnostics_format = value

    def set_color(self, value: str) -> None:
        if value not in ("auto", "always", "never"):
            raise UsageError(f"-fdiagnostics-color={value}: it is auto, always or never")
        self.invocation.color = value

    def color_always(self) -> None:
        self.invocation.color = "always"

    def color_never(self) -> None:
        self.invocation.color = "never"

    def map_debug_prefix(self, value: str) -> None:
        self.add_to("debug_prefix_map", _split_map("-fdebug-prefix-map", value))

    def map_macro_prefix(self, value: str) -> None:
        self.add_to("macro_prefix_map", _split_map("-fmacro-prefix-map", value))

    def map_file_prefix(self, value: str) -> None:
        pair = _split_map("-ffile-prefix-map", value)
        self.add_to("debug_prefix_map", pair)
        self.add_to("macro_prefix_map", pair)

    def set_error_limit(self, value: str) -> None:
        if not value.isdecimal():
            raise UsageError(f"-ferror-limit={value}: a number is expected, 0 for no limit")
        self.settings["error_limit"] = int(value)

    def set_visibility(self, value: str) -> None:
        if value not in ("default", "hidden", "internal", "protected"):
            raise UsageError(f"-fvisibility={value}: it is default, hidden or protected")
        self.settings["visibility"] = "hidden" if value == "internal" else value

    def split_preprocessor_words(self, value: str) -> None:
        """``-Wp,-MD,file`` and the like: words for the preprocessor, whose -MD takes a file."""
        words = value.split(",")
        while words:
            word = words.pop(0)
            self.words[self.at : self.at] = [word]
            self.at += 1
            if word in ("-MD", "-MMD") and words and not words[0].startswith("-"):
                self.settings["dependency_file"] = words.pop(0)
            self.read_flag(word)

    # ---------------------------------------------------------- what is to come out

    def choose(self, kind: str) -> None:
        """The kind of output, unless one that ends earlier was asked for, as clang has it."""
        if self.invocation.text_to_stdout or _EARLIER.index(kind) < _EARLIER.index(self.kind):
            self.kind = kind
        self.invocation.text_to_stdout = False

    def choose_object(self) -> None:
        self.choose("obj")

    def choose_assembly(self) -> None:
        self.choose("asm")

    def choose_preprocessed(self) -> None:
        self.choose("preprocessed")

    def choose_check(self) -> None:
        self.choose("none")

    def choose_llvm(self) -> None:
        self.llvm = True

    def choose_raw_llvm(self) -> None:
        """``-Xclang -disable-llvm-passes``: what -emit-llvm shows is not optimized."""
        self.macros_only = False
        self.settings["raw_llvm"] = True

    def choose_macros(self) -> None:
        self.macros_only = True

    def choose_dependencies(self) -> None:
        self.settings["dependencies"] = "M"

    def choose_user_dependencies(self) -> None:
        self.settings["dependencies"] = "MM"

    def add_dependencies(self) -> None:
        self.settings["dependencies"] = "MD"

    def add_user_dependencies(self) -> None:
        self.settings["dependencies"] = "MMD"

    def be_pedantic(self) -> None:
        self.settings["pedantic"] = True
        self.add_to("warnings", "error=pedantic")

    def be_verbose(self) -> None:
        self.invocation.verbose = True

    def only_show(self) -> None:
        self.invocation.only_show = True

    def show_timings(self) -> None:
        self.invocation.timings = True

    # ---------------------------------------------------- questions answered instead

    def ask(self, question: str, argument: str = "") -> None:
        """Remember the first question."""
        if self.invocation.question is None:
            self.invocation.question = (question, argument)

    def print_search_folders(self) -> None:
        self.ask("search-folders")

    def print_help(self) -> None:
        self.ask("help")

    def print_version(self) -> None:
        self.ask("version")

    def print_clang_version(self) -> None:
        self.ask("clang-version")

    def print_target(self) -> None:
        self.ask("target")

    def print_targets(self) -> None:
        self.ask("targets")

    def print_cpus(self) -> None:
        self.ask("cpus")

    def print_resource_folder(self) -> None:
        self.ask("resource-folder")

    def print_include_folder(self) -> None:
        self.ask("include-folder")

    def print_program_name(self, value: str) -> None:
        self.ask("program", value)

    def print_file_name(self, value: str) -> None:
        self.ask("file", value)

    # -------------------------------------------------------------------- the result

    def finish(self) -> Invocation:
        """Put the settings together and check what only the whole can tell."""
        invocation = self.invocation
        raw_llvm = self.settings.pop("raw_llvm", False)
        kind = self.kind
        if self.llvm and kind in ("obj", "asm"):
            kind = "bitcode" if kind == "obj" else "llvm" if raw_llvm else "llvm-opt"
        dependencies = self.settings.get("dependencies", "")
        if dependencies in ("M", "MM"):
            kind = "dependencies"
        elif self.macros_only and kind == "preprocessed":
            kind = "macros"
        self.settings["emit"] = kind
        _add_environment(self.lists)
        fields = {name: tuple(values) for name, values in self.lists.items()}
        invocation.options = Options(**self.settings, **fields)  # type: ignore[arg-type]
        if invocation.verbose and not invocation.sources:
            self.ask("version-log")  # which is how configure scripts ask
        if invocation.question is None:
            _check(invocation)
        return invocation


def _check(invocation: Invocation) -> None:
    if not invocation.sources:
        raise UsageError("no input files")
    several = len(invocation.sources) > 1
    if several and invocation.output not in (None, "-") and invocation.options.emit != "none":
        raise UsageError("cannot specify -o when generating multiple output files")
    if several and invocation.options.dependency_file and invocation.options.emit != "dependencies":
        raise UsageError("cannot specify -MF for several sources: each would overwrite it")
    if sum(source.path == "-" for source in invocation.sources) > 1:
        raise UsageError("standard input can be compiled only once")
    for source in invocation.sources:
        source.find_language()


def _add_environment(lists: dict[str, list[object]]) -> None:
    """Folders from ``CPATH`` (behind -I) and ``C_INCLUDE_PATH`` (behind -isystem)."""
    for variable, setting in (("CPATH", "user_folders"), ("C_INCLUDE_PATH", "system_folders")):
        value = os.environ.get(variable)
        if value:
            lists.setdefault(setting, []).extend(part or "." for part in value.split(os.pathsep))


def _split_map(flag: str, value: str) -> tuple[str, str]:
    old, equals, new = value.rpartition("=")
    if not equals:
        raise UsageError(f"invalid argument '{value}' to {flag}: it is OLD=NEW")
    return old, new


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)
