"""What ``-W`` options make of a warning."""

from __future__ import annotations

import pytest

from bpfcc.options import Options
from bpfcc.warning_table import GROUPS, make_policy

OFF = GROUPS["extra"][0]
ON = "macro-redefined"


@pytest.mark.parametrize(
    ("words", "code", "severity"),
    [
        ([], ON, "warning"),
        ([], OFF, None),
        (["extra"], OFF, "warning"),
        (["extra", "no-extra"], OFF, None),
        (["no-extra", "extra"], OFF, "warning"),
        ([OFF], OFF, "warning"),
        ([f"no-{ON}"], ON, None),
        ([f"no-{ON}", ON], ON, "warning"),
        (["error"], ON, "error"),
        (["error"], OFF, None),
        (["error", "no-error"], ON, "warning"),
        ([f"error={ON}"], ON, "error"),
        ([f"error={OFF}"], OFF, "error"),
        (["error", f"no-error={ON}"], ON, "warning"),
        (["everything"], OFF, "warning"),
        (["unused"], "unused-variable", "warning"),
        (["all", "no-unused"], "unused-variable", None),
        (["error=unused"], "unused-variable", "error"),
    ],
)
def test_the_last_word_counts(words: list[str], code: str, severity: str | None) -> None:
    assert make_policy(Options(warnings=tuple(words))).severity(code) == severity


def test_w_silences_warnings_and_not_errors() -> None:
    policy = make_policy(Options(no_warnings=True, warnings=(f"error={ON}",)))
    assert policy.severity(ON) == "error"
    assert policy.severity("shift-count-negative") is None
