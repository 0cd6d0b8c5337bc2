"""Lines of the compiler's assembly text are traced to C statements."""

from __future__ import annotations

from bpfcc.codegen.asm_locate import locate_line

TEXT = """\
	.text
f:
.Lfunc_begin0:
.Ltmp0:
	#APP
	r1 = 1
	oops
	#NO_APP
.Ltmp1:
	exit
	.section	.BTF,"",@progbits
	.short	60319
	.byte	1
	.byte	0
	.long	24
	.long	0
	.long	0
	.long	0
	.long	5
	.byte	0
	.ascii	"a.c"                           # string offset=1
	.byte	0
	.section	.BTF.ext,"",@progbits
	.long	8
	.long	.Lfunc_begin0
	.long	3
	.long	16
	.long	7
	.long	.Ltmp0
	.long	1
	.long	0
	.long	5125                            # Line 5 Col 5
"""


def line_of(word: str) -> int:
    return TEXT.split("\n").index(f"\t{word}") + 1


def test_inline_assembly_is_traced_to_its_statement() -> None:
    place = locate_line(TEXT, line_of("oops"))
    assert (place.file, place.line, place.column) == ("a.c", 5, 5)
    assert (place.template_line, place.text) == (2, "oops")


def test_other_code_is_no_template() -> None:
    place = locate_line(TEXT, line_of("exit"))
    assert (place.template_line, place.text, place.line) == (0, "exit", 5)


def test_without_line_records_there_is_only_the_template() -> None:
    place = locate_line(TEXT[: TEXT.index("\t.section")], line_of("oops"))
    assert (place.file, place.line, place.template_line) == (None, 0, 2)


def test_line_beyond_the_text_is_its_last() -> None:
    assert locate_line("#APP\nx", 99).template_line == 1
