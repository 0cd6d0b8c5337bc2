"""`bpfcc verify`: what the running kernel says of each program, refusals explained."""

from __future__ import annotations

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.kernel.verify import Verdict


@click.command("verify")
@click.argument("obj", metavar="OBJ", type=click.Path())
@click.option("--program", "-p", metavar="P", help="Only this program, by name or section.")
@click.option("--log", "show_log", is_flag=True, help="Print the verifier's whole log as well.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as JSON.")
def command(obj: str, program: str | None, show_log: bool, as_json: bool) -> None:
    """Load each program of OBJ into the running kernel, without attaching it, and unload it.

    A refusal is explained: the line, what is wrong in terms of C, what led there, and the usual
    ways out. The exit status is 1 when a program was refused.

    \b
    Example: bpfcc verify prog.o --program firewall
    """
    from bpfcc.elf.read import read_bytes
    from bpfcc.kernel.verify import verify_object

    verdicts = verify_object(read_bytes(obj), obj, program, full_log=show_log)
    if as_json:
        import json

        click.echo(json.dumps({"programs": [_describe(v, show_log) for v in verdicts]}, indent=2))
    else:
        for verdict in verdicts:
            _print_verdict(verdict, show_log)
    if not all(verdict.ok for verdict in verdicts):
        raise SystemExit(1)


def _describe(verdict: Verdict, show_log: bool) -> dict[str, object]:
    """One program of the JSON report."""
    from bpfcc.kernel.render import describe_finding

    report = verdict.report
    row: dict[str, object] = {
        "name": report.program,
        "section": report.section,
        "type": report.type_name,
        "ok": report.ok,
        "instructions": report.instructions,
        "verified_instructions": report.verified_instructions,
        "error": None,
        "line": None,
    }
    if verdict.finding is not None:
        row |= describe_finding(verdict.finding)
    if show_log:
        row["log"] = report.log
    return row


def _print_verdict(verdict: Verdict, show_log: bool) -> None:
    from bpfcc.kernel.render import format_finding

    report = verdict.report
    counted = ""
    if report.verified_instructions is not None:
        counted = f" ({report.verified_instructions} instructions verified)"
    state = "ok" if report.ok else "refused"
    click.echo(f"{report.program} [{report.type_name}]: {state}{counted}")
    if verdict.finding is not None:
        click.echo(format_finding(verdict.finding))
    if show_log:
        click.echo(report.log.rstrip())
