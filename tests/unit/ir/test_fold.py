from __future__ import annotations

import pytest

from bpfcc.ir.fold import as_int, fold_binary, fold_compare, int_text


@pytest.mark.parametrize(
    ("value", "bits", "text"),
    [
        (1, 1, "true"),
        (2, 1, "false"),
        (255, 8, "-1"),
        (-1, 8, "-1"),
        (128, 8, "-128"),
        (1 << 63, 64, str(-(1 << 63))),
        (1 << 64, 64, "0"),
    ],
)
def test_integers_are_written_signed_in_their_width(value: int, bits: int, text: str) -> None:
    assert int_text(value, bits) == text


@pytest.mark.parametrize(
    ("operand", "value"),
    [
        ("12", 12),
        ("-3", -3),
        ("true", 1),
        ("false", 0),
        ("%v1", None),
        ("@g", None),
        ("null", None),
    ],
)
def test_only_integers_are_integers(operand: str, value: int | None) -> None:
    assert as_int(operand) == value


@pytest.mark.parametrize(
    ("op", "left", "right", "result"),
    [
        ("add nsw", "2147483647", "1", "-2147483648"),
        ("sub", "0", "1", "-1"),
        ("mul", "65536", "65536", "0"),
        ("and", "-1", "12", "12"),
        ("xor", "5", "-1", "-6"),
        ("shl", "1", "31", "-2147483648"),
        ("lshr", "-1", "28", "15"),
        ("ashr", "-16", "2", "-4"),
        ("udiv", "-1", "2", "2147483647"),
        ("urem", "-1", "16", "15"),
        ("sdiv", "-7", "2", "-3"),
        ("srem", "-7", "2", "-1"),
        ("sdiv exact", "-8", "4", "-2"),
    ],
)
def test_arithmetic_folds_as_llvm_computes(op: str, left: str, right: str, result: str) -> None:
    assert fold_binary(op, "i32", left, right) == result


@pytest.mark.parametrize(
    ("op", "left", "right"),
    [
        ("add", "%a", "1"),
        ("udiv", "1", "0"),
        ("srem", "1", "0"),
        ("shl", "1", "32"),
        ("sdiv", "-2147483648", "-1"),
    ],
)
def test_what_is_unknown_or_undefined_stays_an_instruction(op: str, left: str, right: str) -> None:
    assert fold_binary(op, "i32", left, right) is None


@pytest.mark.parametrize(
    ("predicate", "left", "right", "result"),
    [
        ("slt", "-1", "0", "true"),
        ("ult", "-1", "0", "false"),
        ("uge", "-1", "1", "true"),
        ("eq", "null", "null", "true"),
        ("ne", "3", "3", "false"),
        ("eq", "%a", "3", None),
        ("eq", "@g", "null", None),
    ],
)
def test_comparisons_fold(predicate: str, left: str, right: str, result: str | None) -> None:
    assert fold_compare(predicate, "i32", left, right) == result
