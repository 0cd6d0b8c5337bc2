"""Ask the running kernel's verifier about every program of an object, one by one.

Nothing is attached and nothing stays loaded.
"""

from __future__ import annotations

from dataclasses import dataclass

from bpfcc.elf.programs import list_programs
from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from bpfcc.kernel.alone import drop_tail_call_targets
from bpfcc.kernel.explain import Finding, explain_log
from bpfcc.kernel.libbpf import KernelError
from bpfcc.kernel.lines import read_line_table
from bpfcc.kernel.object import LOG_BRIEF, LOG_FULL, LoadedObject, LoadReport, load_alone
from bpfcc.kernel.rules import find_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.elf.model import Object


@dataclass(slots=True)
class Verdict:
    """What the kernel says of one program; ``finding`` explains a refusal, None if it is taken."""

    report: LoadReport
    finding: Finding | None

    @property
    def ok(self) -> bool:
        """Whether the program was taken."""
        return self.report.ok


def verify_object(
    data: bytes, name: str, program: str | None = None, *, full_log: bool = False
) -> list[Verdict]:
    """Load each program of an object (or one, by name or section) and explain refusals.

    Raises InputError for an object that libbpf cannot open and where libbpf is missing.
    """
    obj = read_object(data, name)
    if drop_tail_call_targets(obj):
        data = write_object(obj)
    try:
        with LoadedObject(data, name) as opened:
            names = [opened.program(program).name] if program else list(opened.programs)
    except KernelError as error:
        return _explain_open(obj, program, error)
    if not names:
        raise InputError("there is no program in the object", where=name)
    verdicts = []
    for one in names:
        report = load_alone(
            data,
            one,
            name=name,
            log_level=LOG_BRIEF | LOG_FULL if full_log else LOG_BRIEF,
            whole_log=full_log,
        )
        verdicts.append(_judge(obj, report))
    return verdicts


def _judge(obj: Object, report: LoadReport) -> Verdict:
    if report.ok:
        return Verdict(report, None)
    finding = explain_log(
        report.log,
        lines=read_line_table(obj, report.program),
        program_type=report.type_name,
        messages=report.messages,
        errno=report.errno,
    )
    return Verdict(report, finding)


def _explain_open(obj: Object, program: str | None, error: KernelError) -> list[Verdict]:
    """Verdicts on all programs of an object that libbpf does not even open; or the error."""
    if find_rule(error.messages) is None:
        raise error
    verdicts = []
    for function in list_programs(obj):
        section = function.section.name
        if program in (None, function.name, section):
            number = function.match.kind.program_type_number if function.match is not None else 0
            report = LoadReport(
                function.name,
                section,
                number,
                False,
                error.errno,
                "",
                error.messages,
                function.instruction_count,
                None,
            )
            verdicts.append(_judge(obj, report))
    if not verdicts:
        raise error
    return verdicts
