"""The flags of ``bpfcc compile``: tables of spellings and what each sets.

A flag's spelling says how it takes its value: ``-I`` joined or as the next word, ``-std=``
joined behind the ``=``. The tables that map to names set fields of ``Options``; the ones that
map to methods are carried out by ``arguments.Arguments``.
"""

from __future__ import annotations

# Flag → (setting, value).
SWITCHES: dict[str, tuple[str, object]] = {
    "-O": ("opt_level", "1"),
    "-O0": ("opt_level", "0"),
    "-O1": ("opt_level", "1"),
    "-O2": ("opt_level", "2"),
    "-O3": ("opt_level", "3"),
    "-O4": ("opt_level", "3"),
    "-Ofast": ("opt_level", "3"),
    "-Og": ("opt_level", "1"),
    "-Os": ("opt_level", "s"),
    "-Oz": ("opt_level", "z"),
    "-g": ("debug", True),
    "-g0": ("debug", False),
    "-g1": ("debug", True),
    "-g2": ("debug", True),
    "-g3": ("debug", True),
    "-gdwarf": ("debug", True),
    "-gdwarf-2": ("debug", True),
    "-gdwarf-3": ("debug", True),
    "-gdwarf-4": ("debug", True),
    "-gdwarf-5": ("debug", True),
    "-ggdb": ("debug", True),
    "-ggdb0": ("debug", False),
    "-ggdb1": ("debug", True),
    "-ggdb2": ("debug", True),
    "-ggdb3": ("debug", True),
    "-gbtf": ("debug", True),
    "-gline-tables-only": ("debug", True),
    "-ansi": ("std", "c89"),
    "-pedantic": ("pedantic", True),
    "--pedantic": ("pedantic", True),
    "-w": ("no_warnings", True),
    "-nostdinc": ("nostdinc", True),
    "-nostdlibinc": ("nostdlibinc", True),
    "-C": ("keep_comments", True),
    "-CC": ("keep_comments", True),
    "-P": ("line_markers", False),
    "-MP": ("phony_targets", True),
    "-MG": ("missing_headers_ok", True),
    "-mlittle-endian": ("little_endian", True),
    "-EL": ("little_endian", True),
    "-mbig-endian": ("little_endian", False),
    "-EB": ("little_endian", False),
    "-fms-extensions": ("ms_extensions", True),
    "-fno-ms-extensions": ("ms_extensions", False),
    "-fsigned-char": ("signed_char", True),
    "-fno-unsigned-char": ("signed_char", True),
    "-funsigned-char": ("signed_char", False),
    "-fno-signed-char": ("signed_char", False),
    "-fstrict-aliasing": ("strict_aliasing", True),
    "-fno-strict-aliasing": ("strict_aliasing", False),
    "-fwrapv": ("wrapv", True),
    "-fno-strict-overflow": ("wrapv", True),
    "-fno-wrapv": ("wrapv", False),
    "-fstrict-overflow": ("wrapv", False),
    "-fno-inline": ("no_inline", True),
    "-finline": ("no_inline", False),
    "-fno-builtin": ("no_builtin", True),
    "-ffreestanding": ("no_builtin", True),
    "-fbuiltin": ("no_builtin", False),
    "-fhosted": ("no_builtin", False),
    "-fjump-tables": ("jump_tables", True),
    "-fno-jump-tables": ("jump_tables", False),
    "-funroll-loops": ("unroll_loops", True),
    "-fno-unroll-loops": ("unroll_loops", False),
    "-fbpf-passes": ("bpf_passes", True),
    "-fno-bpf-passes": ("bpf_passes", False),
    "-mstrict-align": ("unaligned_access", False),
    "-mno-unaligned-access": ("unaligned_access", False),
    "-mno-strict-align": ("unaligned_access", True),
    "-munaligned-access": ("unaligned_access", True),
    "--no-cache": ("cache", False),
}

# Flag with a value, joined or as the next word → the setting whose list it lengthens.
LISTS: dict[str, str] = {
    "-I": "user_folders",
    "--include-directory": "user_folders",
    "-iquote": "quote_folders",
    "-isystem": "system_folders",
    "-idirafter": "after_folders",
    "-include": "includes",
    "--include": "includes",
    "-imacros": "imacros",
}

# Flag with a value, joined or as the next word → method of Arguments.
VALUES: dict[str, str] = {
    "-o": "set_output",
    "--output": "set_output",
    "-x": "set_language",
    "--language": "set_language",
    "-D": "define_macro",
    "--define-macro": "define_macro",
    "-U": "undefine_macro",
    "--undefine-macro": "undefine_macro",
    "-MF": "set_dependency_file",
    "-MT": "add_plain_target",
    "-MQ": "add_quoted_target",
    "-target": "set_target",
    "--target": "set_target",
    "-mllvm": "add_llvm_argument",
    "-Xpreprocessor": "read_preprocessor_word",
    "-Xclang": "add_cc1_argument",
    "-fdebug-compilation-dir": "set_compilation_dir",
    "-isysroot": "set_sysroot",
    "--sysroot": "set_sysroot",
    "--emit": "set_emit",
    "--btf": "set_btf",
    "--kernel": "set_kernel",
    "-j": "set_jobs",
    "--jobs": "set_jobs",
}

# Flag whose value follows its "=" → method of Arguments.
JOINED: dict[str, str] = {
    "-std=": "set_standard",
    "--std=": "set_standard",
    "-mcpu=": "set_cpu",
    "-march=": "set_architecture",
    "-fdiagnostics-format=": "set_diagnostics_format",
    "-fdiagnostics-color=": "set_color",
    "-fcolor-diagnostics=": "set_color",
    "-fdebug-prefix-map=": "map_debug_prefix",
    "-fmacro-prefix-map=": "map_macro_prefix",
    "-ffile-prefix-map=": "map_file_prefix",
    "-fdebug-compilation-dir=": "set_compilation_dir",
    "-ffile-compilation-dir=": "set_compilation_dir",
    "-ferror-limit=": "set_error_limit",
    "-fmax-errors=": "set_error_limit",
    "-fvisibility=": "set_visibility",
    "-print-prog-name=": "print_program_name",
    "--print-prog-name=": "print_program_name",
    "-print-file-name=": "print_file_name",
    "--print-file-name=": "print_file_name",
    "-Wp,": "split_preprocessor_words",
}

# What clang would say about the code, or write beside it, and other compilers' flags that it
# takes without a word.
IGNORED_WITH_JOINED = ("-R", "-B", "-F")

# Flag → method of Arguments.
ACTIONS: dict[str, str] = {
    "-c": "choose_object",
    "--compile": "choose_object",
    "-S": "choose_assembly",
    "--assemble": "choose_assembly",
    "-E": "choose_preprocessed",
    "--preprocess": "choose_preprocessed",
    "-fsyntax-only": "choose_check",
    "-emit-llvm": "choose_llvm",
    "-dM": "choose_macros",
    "-M": "choose_dependencies",
    "--dependencies": "choose_dependencies",
    "-MM": "choose_user_dependencies",
    "--user-dependencies": "choose_user_dependencies",
    "-MD": "add_dependencies",
    "--write-dependencies": "add_dependencies",
    "-MMD": "add_user_dependencies",
    "--write-user-dependencies": "add_user_dependencies",
    "-pedantic-errors": "be_pedantic",
    "-fdiagnostics-color": "color_always",
    "-fcolor-diagnostics": "color_always",
    "-fno-color-diagnostics": "color_never",
    "-fno-diagnostics-color": "color_never",
    "-v": "be_verbose",
    "--verbose": "be_verbose",
    "-###": "only_show",
    "--timings": "show_timings",
    "--help": "print_help",
    "-help": "print_help",
    "-h": "print_help",
    "--version": "print_version",
    "-dumpversion": "print_clang_version",
    "-dumpmachine": "print_target",
    "-print-target-triple": "print_target",
    "--print-target-triple": "print_target",
    "-print-effective-triple": "print_target",
    "--print-effective-triple": "print_target",
    "-print-targets": "print_targets",
    "--print-targets": "print_targets",
    "-print-supported-cpus": "print_cpus",
    "--print-supported-cpus": "print_cpus",
    "-mcpu=help": "print_cpus",
    "-print-search-dirs": "print_search_folders",
    "--print-search-dirs": "print_search_folders",
    "-print-resource-dir": "print_resource_folder",
    "--print-resource-dir": "print_resource_folder",
    "--print-include-dir": "print_include_folder",
    "-print-include-dir": "print_include_folder",
}

# Features of the code generator that -f... and -m... name for other targets, and switches of
# warnings' looks, linking and the like: nothing of what we make depends on them.
IGNORED = frozenset(
    """
    -pipe -Qunused-arguments -Qn -Qy -no-canonical-prefixes -nostdlib -nodefaultlibs
    -nostartfiles -nobuiltininc -static -shared -pthread -rdynamic -r -s -no-pie -pie -fPIC -fpic
    -finput-charset=UTF-8 -finput-charset=utf-8 -fexec-charset=UTF-8 -fexec-charset=utf-8
    -fPIE -fpie -mno-red-zone -m64 -fasm -fgnu-keywords -integrated-as -no-integrated-as
    -grecord-command-line -gno-record-command-line
    -grecord-gcc-switches -gno-record-gcc-switches -gcolumn-info -gno-column-info -gstrict-dwarf
    -gno-strict-dwarf -gembed-source -gno-embed-source -ginline-line-tables
    -gno-inline-line-tables -gpubnames -gno-pubnames -gz -mrelax-all -malu32
    """.split()
)

# Each stands for itself and its -fno- form.
IGNORED_FEATURES = frozenset(
    """
    PIC PIE addrsig ansi-escape-codes asynchronous-unwind-tables caret-diagnostics cf-protection
    color common data-sections delete-null-pointer-checks diagnostics-absolute-paths
    diagnostics-fixit-info diagnostics-show-hotness diagnostics-show-line-numbers
    diagnostics-show-note-include-stack diagnostics-show-option eliminate-unused-debug-types
    emit-compact-unwind-non-canonical exceptions expensive-optimizations fast-math
    finite-math-only fixed-point function-sections gcse gnu-inline-asm gnu89-inline
    honor-infinities honor-nans ident inline-functions inline-hint-functions
    inline-small-functions integrated-as integrated-cc1 ipa-cp ipa-sra keep-inline-functions
    keep-static-consts keep-static-functions lto math-errno merge-all-constants merge-constants
    ms-compatibility omit-frame-pointer optimize-sibling-calls partial-inlining pch-timestamp
    pic pie plt protect-parens record-command-line record-gcc-switches
    reciprocal-math reorder-blocks reorder-functions rounding-math rtti save-optimization-record
    semantic-interposition
    show-column show-skipped-includes show-source-location signed-zeros slp-vectorize
    spell-checking split-stack stack-check stack-clash-protection stack-protector
    stack-protector-all stack-protector-strong strict-enums strict-flex-arrays
    temp-file threadsafe-statics trapping-math tree-loop-distribute-patterns
    tree-slp-vectorize tree-vectorize unique-section-names unwind-tables use-cxa-atexit
    use-init-array use-line-directives var-tracking var-tracking-assignments vectorize
    verbose-asm zero-call-used-regs zero-initialized-in-bss
    """.split()
)

# With a value of any kind behind them.
IGNORED_PREFIXES = (
    "-fcf-protection=",
    "-fno-builtin-",
    "-fsave-optimization-record=",
    "-fdiagnostics-show-",
    "-fmessage-length=",
    "-fcaret-diagnostics-max-lines=",
    "-ftabstop=",
    "-ftemplate-",
    "-fconstexpr-",
    "-fbracket-depth=",
    "-fmacro-backtrace-limit=",
    "-fspell-checking-limit=",
    "-fcomment-block-commands=",
    "-fstack-protector-",
    "-fstrict-flex-arrays=",
    "-fpatchable-function-entry=",
    "-fzero-call-used-regs=",
    "-ftrivial-auto-var-init=",
    "-frandom-seed=",
    "-fuse-ld=",
    "-flto=",
    "-ftls-model=",
    "-ffp-contract=",
    "-fgnuc-version=",
    "-finline-limit=",
    "-falign-",
    "-mcmodel=",
    "-mtune=",
    "-gz=",
    "-rtlib=",
    "--rtlib=",
    "-unwindlib=",
    "--unwindlib=",
    "-resource-dir=",
    "--gcc-toolchain=",
    "-Wa,",
    "-Wl,",
)

# Those that take the next word when nothing is joined to them.
IGNORED_WITH_VALUE = ("-L", "-l", "-Xlinker", "-Xassembler", "-T", "-u", "-resource-dir")

EMIT_KINDS = ("obj", "asm", "llvm", "llvm-opt", "preprocessed", "tree")

LANGUAGES = {
    "c": "c",
    "c-header": "c",
    "cpp-output": "cpp-output",
    "assembler": "assembler",
    "assembler-with-cpp": "assembler-with-cpp",
    "none": None,
}


def all_spellings() -> list[str]:
    """Every flag that means something, for did-you-mean."""
    return [*SWITCHES, *LISTS, *VALUES, *JOINED, *ACTIONS, *IGNORED]
