"""`bpfcc explain`: a saved verifier log explained."""

from __future__ import annotations

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.kernel.lines import LineTable


@click.command("explain")
@click.argument("log", metavar="LOG", type=click.Path())
@click.option("--object", "obj", metavar="OBJ", type=click.Path(), help="The program's object.")
@click.option("--program", "-p", metavar="P", help="Which program of OBJ the log is about.")
@click.option("--json", "as_json", is_flag=True, help="Print the explanation as JSON.")
def command(log: str, obj: str | None, program: str | None, as_json: bool) -> None:
    """Explain a verifier log that was saved before, in the old format or Linux 7.3's.

    LOG is a file, or '-' for standard input; what a loader prints around the log does no harm.
    With OBJ, instructions are tied to source lines even where the log quotes none. The exit
    status is 1 when the log shows no refusal.

    \b
    Example: bpfcc explain verifier.log --object prog.o
    """
    from bpfcc.errors import InputError
    from bpfcc.kernel.explain import explain_log
    from bpfcc.kernel.render import describe_finding, format_finding

    text = _read_log(log)
    lines, program_type = _read_object(obj, program, text) if obj is not None else (None, "")
    finding = explain_log(text, lines=lines, program_type=program_type)
    if finding is None:
        raise InputError(_say_nothing_found(text), where=log)
    if as_json:
        import json

        click.echo(json.dumps(describe_finding(finding), indent=2))
    else:
        click.echo(format_finding(finding))


def _say_nothing_found(text: str) -> str:
    """Why there is nothing to explain: the program was taken, or the log is not whole."""
    from bpfcc.kernel.log import parse_log

    if parse_log(text).processed is not None:
        return "the log shows no refusal: the program was taken"
    return "the log ends before the verifier's last words: save all of it, with a bigger buffer"


def _read_log(path: str) -> str:
    import sys

    from bpfcc.elf.read import read_bytes
    from bpfcc.errors import InputError

    data = sys.stdin.buffer.read() if path == "-" else read_bytes(path)
    text = data.decode("utf-8", "replace")
    if not text.strip():
        raise InputError("the log is empty", where=path)
    if "\0" in text:
        raise InputError("this is not a verifier log: it holds binary data", where=path)
    return text


def _read_object(path: str, program: str | None, log: str) -> tuple[LineTable | None, str]:
    """Line table and type of the program that the log is about."""
    from bpfcc.elf.model import Section, SymbolKind
    from bpfcc.elf.read import read_object_file
    from bpfcc.elf.sections import match_section
    from bpfcc.errors import InputError
    from bpfcc.kernel.lines import read_line_table

    obj = read_object_file(path)
    programs = {
        symbol.name: found.kind.program_type
        for symbol in obj.symbols
        if symbol.kind is SymbolKind.FUNC
        and isinstance(symbol.section, Section)
        and (found := match_section(symbol.section.name)) is not None
    }
    if program is None:
        named = [name for name in programs if f"prog '{name}'" in log or f"{name}(" in log]
        candidates = named or list(programs)
        if len(candidates) != 1:
            known = ", ".join(programs) or "none"
            raise InputError(f"say with --program which one it is of: {known}", where=path)
        program = candidates[0]
    elif program not in programs:
        known = ", ".join(programs) or "none"
        raise InputError(f"no program {program!r} in the object (it has: {known})", where=path)
    return read_line_table(obj, program), programs[program]
