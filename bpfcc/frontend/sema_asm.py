"""Inline assembly: operands, what their constraints may say, and what the template names.

What is wrong here would stop LLVM while it reads the module, or without a place. The rules are
clang's; which letters are constraints of BPF is for ``restrict_target`` to tell.
"""

from __future__ import annotations

from bpfcc.frontend.layout import size_of
from bpfcc.frontend.sema_convert import bit_width
from bpfcc.frontend.tree import Asm, AsmOperand

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend import nodes
    from bpfcc.frontend.sema import Sema

_REGISTER, _MEMORY = 1, 2
_PLACES = {
    "r": _REGISTER, "w": _REGISTER, "m": _MEMORY, "o": _MEMORY, "V": _MEMORY, "<": _MEMORY,
    ">": _MEMORY, "g": _REGISTER | _MEMORY, "X": _REGISTER | _MEMORY,
}  # fmt: skip
# What says nothing of where an output may be: modifiers, and the letters of constants.
_SILENT = frozenset("=&%?!*inEFs")
_REGISTER_BYTES = (1, 2, 4, 8, 16)
"""Sizes of records and arrays that come back as one integer."""

_MODIFIERS = frozenset("cnl")
"""Letters between ``%`` and an operand that mean something: LLVM's for any machine."""


class _Constraint:
    """What an operand's constraint allows: places (register, memory), an output that it is too."""

    __slots__ = ("is_early", "is_read", "places", "tied")

    def __init__(self) -> None:
        self.places = 0
        self.is_read = False
        self.is_early = False
        self.tied: int | None = None


def analyze_asm(sema: Sema, node: nodes.Asm) -> Asm:
    """An asm statement; what is wrong with it is reported."""
    decode = sema.attributes.decode
    template = decode(node.template)
    if node.is_basic:
        template = template.replace("%", "%%")  # without operands nothing is replaced
    outputs: list[AsmOperand] = []
    constraints: list[_Constraint] = []
    for operand in node.outputs:
        output, constraint = _analyze_output(sema, operand)
        outputs.append(output)
        constraints.append(constraint)
    inputs = [_analyze_input(sema, i, outputs, constraints) for i in node.inputs]
    labels = [sema.stmts.use_label(name, node.coord) for name in node.labels]
    made = Asm(
        template,
        outputs,
        inputs,
        list(node.clobbers),
        labels,
        node.coord,
        is_volatile=node.is_volatile or node.is_goto or not node.outputs,
    )
    _check_names(sema, node)
    _check_alternatives(sema, node, made)
    _check_clobbers(sema, node)
    _check_template(sema, node, made)
    return made


def _error(sema: Sema, where: nodes.AsmOperand | nodes.Asm, message: str) -> None:
    sema.error("asm-constraint", where.coord, message)


# --------------------------------------------------------------------------------- outputs


def _analyze_output(sema: Sema, operand: nodes.AsmOperand) -> tuple[AsmOperand, _Constraint]:
    text = sema.attributes.decode(operand.constraint)
    expr = sema.exprs.analyze(operand.expr)
    constraint = _read_output(text)
    if constraint is None:
        _error(sema, operand, f"invalid output constraint '{text}' in asm")
        constraint = _Constraint()
        expr = sema.error_literal(operand.coord)
    elif not expr.type.is_error and (not expr.is_lvalue or expr.type.is_function):
        # GNU lets a cast lvalue through with a diagnostic; clang calls it an error.
        sema.error("asm-operand", operand.expr, "invalid lvalue in asm output")
        expr = sema.error_literal(operand.coord)
    elif not expr.type.is_error:
        size = size_of(expr.type)
        if size is None or expr.type.is_void:
            sema.error("asm-operand", operand.expr, "the asm output has an incomplete type")
            expr = sema.error_literal(operand.coord)
        elif constraint.places & _MEMORY and bit_width(expr) is not None:
            _refuse_bit_field(sema, operand, text)
        elif (
            constraint.places == _REGISTER
            and (expr.type.is_record or expr.type.is_array)
            and size not in _REGISTER_BYTES
        ):
            sema.error(
                "asm-operand",
                operand.expr,
                "impossible constraint in asm: cannot store a value of "
                f"{size} bytes into a register",
            )
    return AsmOperand(operand.name, text, expr), constraint


def _read_output(text: str) -> _Constraint | None:
    """What an output's constraint allows; None for one that means nothing."""
    found = _Constraint()
    if not text.startswith(("=", "+")):
        return None
    found.is_read = text[0] == "+"
    skips = False
    for i, char in enumerate(text[1:], 1):
        if char == ",":
            skips = False
        elif skips:
            continue
        elif char == "#":
            skips = True
        elif char == "&":
            found.is_early = True
        elif char == "+":
            if text[i - 1] != ",":
                return None
        elif char in _PLACES:
            found.places |= _PLACES[char]
        elif char not in _SILENT:
            return None if not char.isalpha() else found
    if found.is_early and found.is_read and not found.places & _REGISTER:
        return None
    return found if found.places else None


def _refuse_bit_field(sema: Sema, operand: nodes.AsmOperand, text: str) -> None:
    sema.error(
        "asm-operand",
        operand.expr,
        f"a bit-field has no address, and the constraint '{text}' wants memory",
    )


# ---------------------------------------------------------------------------------- inputs


def _analyze_input(
    sema: Sema,
    operand: nodes.AsmOperand,
    outputs: list[AsmOperand],
    constraints: list[_Constraint],
) -> AsmOperand:
    text = sema.attributes.decode(operand.constraint)
    expr = sema.exprs.analyze(operand.expr)
    is_memory = set(text) <= set("moV=+&,") and "m" in text
    if not is_memory or not expr.is_lvalue:
        expr = sema.converts.rvalue(expr)
    made = AsmOperand(operand.name, text, expr)
    constraint = _read_input(text, outputs, constraints)
    if isinstance(constraint, str):
        _error(sema, operand, constraint or f"invalid input constraint '{text}' in asm")
        return made
    if expr.type.is_error:
        return made
    size = size_of(expr.type)
    if expr.type.is_void or size is None:
        sema.error(
            "asm-operand",
            operand.expr,
            f"invalid type '{expr.type}' in asm input for constraint '{text}'",
        )
    elif is_memory and bit_width(expr) is not None:
        _refuse_bit_field(sema, operand, text)
    elif constraint.tied is not None:
        _check_tied(sema, operand, made, outputs[constraint.tied])
    elif constraint.places == _REGISTER and expr.type.is_record and size not in (1, 2, 4, 8):
        sema.error(
            "asm-operand", operand.expr, f"a record of {size} bytes does not fit into a register"
        )
    return made


def _read_input(
    text: str, outputs: list[AsmOperand], constraints: list[_Constraint]
) -> _Constraint | str:
    """What an input's constraint allows; a string where it is wrong, "" for any other reason."""
    found = _Constraint()
    means_something = False
    i = 0
    while i < len(text):
        char = text[i]
        i += 1
        if char in ",=+&%?!*":
            continue
        if char == "#":
            i = text.find(",", i) % (len(text) + 1)
            continue
        means_something = True
        found.places |= _PLACES.get(char, 0)
        if char == "[":
            end = text.find("]", i)
            named = [n for n, o in enumerate(outputs) if end > 0 and o.name == text[i:end]]
            if not named:
                return ""
            index, i = named[0], end + 1
        elif "0" <= char <= "9":
            start = i - 1
            while i < len(text) and "0" <= text[i] <= "9":
                i += 1
            index = int(text[start:i][:9])
            if index >= len(outputs):
                return f"invalid input constraint '{text}': no such output"
        else:
            continue
        if constraints[index].is_read or found.tied not in (None, index):
            return ""
        found.tied = index
    if not means_something:
        return ""
    if found.tied is not None:
        output = constraints[found.tied]
        if output.tied is not None:
            return f"more than one input constraint matches the same output '{found.tied}'"
        output.tied = found.tied
    return found


def _check_tied(
    sema: Sema, operand: nodes.AsmOperand, made: AsmOperand, output: AsmOperand
) -> None:
    """An input that is in the place of an output must be as large, or both be numbers."""
    given, wanted = made.expr.type, output.expr.type
    if wanted.is_error or size_of(given) == size_of(wanted):
        return
    are_plain = all(t.is_integer or t.is_pointer for t in (given, wanted))
    if not are_plain or "m" in output.constraint:
        sema.error(
            "asm-operand",
            operand.expr,
            f"unsupported inline asm: input with type '{given}' matching output with type "
            f"'{wanted}'",
        )


# ------------------------------------------------------------------------------- the whole


def _check_names(sema: Sema, node: nodes.Asm) -> None:
    known: set[str] = set()
    for operand in (*node.outputs, *node.inputs):
        if operand.name is None:
            continue
        if operand.name in known:
            _error(sema, operand, f'duplicate use of asm operand name "{operand.name}"')
        known.add(operand.name)


def _check_alternatives(sema: Sema, node: nodes.Asm, made: Asm) -> None:
    counts = [o.constraint.count(",") + 1 for o in (*made.outputs, *made.inputs)]
    for operand, count in zip((*node.outputs, *node.inputs), counts, strict=True):
        if count != counts[0]:
            _error(
                sema,
                operand,
                "asm constraint has an unexpected number of alternatives: "
                f"{count} instead of {counts[0]}",
            )
            return


def _check_clobbers(sema: Sema, node: nodes.Asm) -> None:
    for clobber in node.clobbers:
        if not clobber.replace(".", "").isalnum() and clobber:
            _error(sema, node, f"unknown register name '{clobber}' in asm")


def _check_template(sema: Sema, node: nodes.Asm, made: Asm) -> None:
    """Every ``%`` of the template names an operand, or stands for itself."""
    text = made.template
    operands = [o.name for o in (*made.outputs, *made.inputs)]
    read_write = sum(o.constraint.startswith("+") for o in made.outputs)
    labels = set(node.labels)
    names = {name for name in operands if name is not None} | labels
    first_label = len(operands)
    count = first_label + (read_write if node.labels else 0) + len(node.labels)
    at = text.find("%")
    while at >= 0:
        at += 1
        what = text[at : at + 1]
        if what and what in "%={|}":
            at = text.find("%", at + 1)
            continue
        modifier = what if what.isalpha() else ""
        at += len(modifier)
        wrong = ""
        is_label = True
        if text[at : at + 1] == "[":
            end = text.find("]", at)
            name = text[at + 1 : end]
            if end < 0:
                wrong = "unterminated symbolic operand name in inline assembly string"
            elif name not in names:
                wrong = f"unknown symbolic operand name '{name}' in inline assembly string"
            is_label = name in labels
            at = end + 1
        else:
            start = at
            while "0" <= text[at : at + 1] <= "9":
                at += 1
            if start == at:
                wrong = "invalid % escape in inline assembly string; a percent sign is '%%'"
            elif int(text[start:at][:9]) >= count:
                wrong = f"there is no operand %{text[start:at][:9]} in this asm"
            else:
                is_label = int(text[start:at]) >= first_label
        if not wrong and modifier and modifier not in _MODIFIERS:
            wrong = f"BPF knows no operand modifier '%{modifier}'"
        elif not wrong and modifier == "l" and not is_label:
            wrong = "the operand modifier '%l' is for labels"
        if wrong:
            sema.error("inline-asm", node.template.coord, wrong)
            return
        at = text.find("%", at)
