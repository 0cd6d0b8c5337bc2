"""The verifier's log, of several kernels, read."""

from __future__ import annotations

import pytest

from bpfcc.kernel.log import SourceLine, parse_log, split_state

NEW = """\
0: R1=ctx() R10=fp0
; void *data = (void *)(long)ctx->data; @ prog.c:10
0: (61) r1 = *(u32 *)(r1 +0)          ; R1_w=pkt(r=0)
; return eth->h_proto; @ prog.c:12
1: (71) r0 = *(u8 *)(r1 +12)
invalid access to packet, off=12 size=1, R1(id=0,off=12,r=0)
R1 offset is outside of the packet
processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
"""

OLD = """\
Validating global() func#1...
0: R1=ctx(id=0,off=0,imm=0) R10=fp0
; int x = ctx->len;
0: (61) r2 = *(u32 *)(r1 +0)
1: (25) if r2 > 0x10 goto pc+1
 R1=ctx(id=0,off=0,imm=0) R2_w=inv(id=0,umax_value=16,var_off=(0x0; 0x1f)) R10=fp0
; return *(char *)r3;
2: (71) r0 = *(u8 *)(r3 +0)
R3 !read_ok
processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
"""

REPORT = """\
0: R1=ctx() R10=fp0
; int drop(struct xdp_md *ctx) @ prog.c:20
0: (b7) r2 = 1                        ; R2=1
1: (85) call bpf_map_lookup_elem#1    ; R0=map_value_or_null(id=1,map=m,ks=4,vs=8)
; *v += 1; @ prog.c:24
2: (79) r1 = *(u64 *)(r0 +0)
R0 invalid mem access 'map_value_or_null'

Verification failed: Register Type Safety: Invalid dereference

Reason:
  R0 may be NULL here (a nullable map value pointer). The program could dereference NULL on this
  path, so the verifier cannot prove this access is safe.

At:
  drop @ prog.c:24:5
  Source context:
      22 |
      23 |         v = bpf_map_lookup_elem(&m, &key);
  >>> 24 |         *v += 1;
         |         ^-- error: invalid dereference of R0 (a nullable map value pointer)
      25 |         return 1;
  Instruction context:
      1 | (85) call bpf_map_lookup_elem#1
  >>> 2 | (79) r1 = *(u64 *)(r0 +0)

Causal path:
  drop @ prog.c:23:7
  Source context:
  >>> 23 |         v = bpf_map_lookup_elem(&m, &key);
         |         ^-- update: R0 changed from uninitialized value to nullable map value from m at
         |             offset 0
  Instruction context:
  >>> 1 | (85) call bpf_map_lookup_elem#1

Suggestion:
  Add a NULL check before the access and dereference the pointer only on the non-NULL path.

processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0
"""


def test_steps_carry_source_and_state() -> None:
    log = parse_log(NEW)
    steps = [step for step in log.steps if step.index >= 0]
    assert [step.text for step in steps] == ["r1 = *(u32 *)(r1 +0)", "r0 = *(u8 *)(r1 +12)"]
    assert steps[0].after == {"R1": "pkt(r=0)"}
    source = steps[1].source
    assert source is not None
    assert (source.text, source.file, source.line) == ("return eth->h_proto;", "prog.c", 12)
    assert log.messages == [
        "invalid access to packet, off=12 size=1, R1(id=0,off=12,r=0)",
        "R1 offset is outside of the packet",
    ]
    assert log.processed == 2
    assert log.report is None


def test_older_logs_quote_lines_without_their_place() -> None:
    log = parse_log(OLD)
    assert log.messages == ["R3 !read_ok"]
    last = log.last_step
    assert last is not None
    assert last.source is not None
    assert (last.source.text, last.source.line) == ("return *(char *)r3;", None)
    assert log.steps[-2].after["R2"].startswith("inv(")


def test_report_of_linux_7_3() -> None:
    log = parse_log(REPORT)
    report = log.report
    assert report is not None
    assert report.category == "Register Type Safety"
    assert report.problem == "Invalid dereference"
    assert report.reason.startswith("R0 may be NULL here")
    assert report.reason.endswith("prove this access is safe.")
    assert report.suggestion.startswith("Add a NULL check")
    assert report.function == "drop"
    assert report.place is not None
    assert (report.place.file, report.place.line, report.place.column) == ("prog.c", 24, 5)
    assert report.place.text == "*v += 1;"
    assert [(place.line, text) for place, text in report.history] == [
        (
            23,
            "R0 changed from uninitialized value to nullable map value from m at offset 0",
        )
    ]
    assert log.messages == ["R0 invalid mem access 'map_value_or_null'"]
    assert log.processed == 3


def test_a_log_cut_anywhere_is_read_as_far_as_it_goes() -> None:
    for text in (NEW, OLD, REPORT):
        for end in range(0, len(text), 7):
            parse_log(text[:end])


def test_another_path_replaces_what_followed_the_jump() -> None:
    log = parse_log(
        "0: (15) if r1 == 0x0 goto pc+2\n"
        "1: (b7) r0 = 0\n"
        "2: (95) exit\n"
        "\n"
        "from 0 to 3: R1=0 R10=fp0\n"
        "3: (79) r2 = *(u64 *)(r1 +0)\n"
        "R1 invalid mem access 'scalar'\n"
    )
    assert [step.index for step in log.steps if step.index >= 0] == [0, 3]


def test_what_loaders_print_around_a_log_is_left_out() -> None:
    lines = NEW.splitlines()
    wrapped = [
        "libbpf: prog 'pass': BPF program load failed: Permission denied",
        "libbpf: prog 'pass': -- BEGIN PROG LOAD LOG --",
        *lines,
        "-- END PROG LOAD LOG --",
        "libbpf: prog 'pass': failed to load: -13",
        "libbpf: failed to load object 'prog.o'",
    ]
    assert parse_log("\n".join(wrapped)) == parse_log(NEW)
    indented = ["load program: permission denied:", *(f"\t{line}" for line in lines)]
    assert parse_log("\n".join(indented)) == parse_log(NEW)


def test_states_with_nested_parentheses() -> None:
    state = split_state("R0=scalar(umax=7,var_off=(0x0; 0x7)) R2_w=fp-8 fp-16=mmmm???? 8: junk")
    assert state == {"R0": "scalar(umax=7,var_off=(0x0; 0x7))", "R2": "fp-8", "fp-16": "mmmm????"}


def test_what_the_loader_could_not_resolve_is_a_step() -> None:
    log = parse_log("0: (b7) r0 = 0\n1: <invalid CO-RE relocation>\nfailed to resolve CO-RE x\n")
    assert log.last_step is not None
    assert log.last_step.index == 1
    assert log.messages == ["<invalid CO-RE relocation>", "failed to resolve CO-RE x"]


_PLAIN = (
    "; return ctx->cb[0]; @ p.c:4",
    "0: (61) r1 = *(u32 *)(r6 +48)",
    "1: (61) r0 = *(u32 *)(r1 +0)",
    "R1 invalid mem access 'scalar'",
)


@pytest.mark.parametrize(
    "form",
    [
        "{}",
        "    {}",
        "> \t{}",
        ":{}",
        "libbpf: {}",
        "2025-01-10T17:54:26.027042704Z \t{}",
        'level=warning msg="{}" subsys=loader',
        'time="2025-01-10T17:54:26Z" level=warning msg="{}" subsys=loader',
    ],
)
def test_what_stands_in_front_of_every_line_is_left_out(form: str) -> None:
    log = parse_log("\n".join(form.format(line) for line in _PLAIN))
    assert [step.index for step in log.steps] == [0, 1]
    assert log.steps[1].source == SourceLine("return ctx->cb[0];", "p.c", 4)
    assert log.messages == ["R1 invalid mem access 'scalar'"]


def test_a_loader_may_begin_the_log_within_its_own_line() -> None:
    log = parse_log("Error: load failed. Verifier output: 0: R1=ctx() R10=fp0\n" + _PLAIN[1])
    assert log.steps[0].after == {"R1": "ctx()", "R10": "fp0"}
