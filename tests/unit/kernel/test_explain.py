"""Saved logs explained: kinds, places, words."""

from __future__ import annotations

import pytest

from bpfcc.kernel.explain import (
    Finding,
    describe_expected,
    describe_range,
    describe_state,
    explain_log,
)
from bpfcc.kernel.rules import find_rule, rules
from tests.unit.kernel.test_log import NEW, OLD, REPORT


def explain(text: str) -> Finding:
    finding = explain_log(text)
    assert finding is not None
    return finding


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("invalid access to packet, off=0 size=8, R2(id=0,off=0,r=0)", "packet-bounds"),
        ("R2 offset is outside of the packet", "packet-bounds"),
        ("invalid access to map value, value_size=8 off=8 size=4", "map-value-bounds"),
        ("R0 unbounded memory access, use 'var &= const' or 'if (var < const)'", "unbounded-value"),
        ("R2 min value is negative, either use unsigned or 'var &= const'", "unbounded-value"),
        ("R1 invalid mem access 'inv'", "scalar-as-pointer"),
        ("R1 invalid mem access 'scalar'", "scalar-as-pointer"),
        ("R0 invalid mem access 'map_value_or_null'", "null-pointer"),
        ("R0 invalid mem access 'ringbuf_mem_or_null'", "null-pointer"),
        ("R1 type=sock_or_null expected=sock_common, sock, tcp_sock", "null-pointer"),
        ("Possibly NULL pointer passed to trusted arg0", "null-pointer"),
        ("R0 !read_ok", "uninitialized-register"),
        ("invalid indirect read from stack R2 off -8+4 size 8", "uninitialized-stack"),
        ("invalid read from stack off -16+0 size 8", "uninitialized-stack"),
        ("invalid stack type R2 off=-600 access_size=8", "stack-bounds"),
        ("invalid write to stack R10 off=-520 size=8", "stack-limit"),
        ("combined stack size of 2 calls is 544. Too large", "stack-limit"),
        ("misaligned stack access off (0x0; 0x0)+0+-9 size 8", "misaligned"),
        ("misaligned packet access off 2+(0x0; 0x0)+0+0 size 4", "misaligned"),
        ("Unreleased reference id=3 alloc_insn=7", "unreleased-reference"),
        ("BPF_EXIT instruction in main prog would lead to reference leak", "unreleased-reference"),
        ("arg 1 is an unacquired reference", "invalid-release"),
        ("back-edge from insn 10 to 4", "loop"),
        ("infinite loop detected at insn 5", "loop"),
        ("BPF program is too large. Processed 1000001 insn", "complexity"),
        ("The sequence of 8193 jumps is too complex.", "complexity"),
        ("unknown func bpf_skb_load_bytes#26", "helper-not-allowed"),
        ("program of this type cannot use helper bpf_redirect#23", "helper-not-allowed"),
        ("R1 type=inv expected=map_ptr", "argument-type"),
        ("R2 type=ctx expected=fp, pkt, pkt_meta, map_value", "argument-type"),
        ("cannot pass map_type 1 into func bpf_tail_call#12", "argument-type"),
        ("invalid func unknown#195896080", "core-relocation"),
        ("calling kernel function bpf_skb_ct_alloc is not allowed", "kfunc-not-allowed"),
        ("invalid func unknown#4711", "unknown-helper"),
        ("invalid access to map value, value_size=64 off=0 size=0", "zero-size"),
        ("invalid access to memory, mem_size=1528 off=0 size=0", "zero-size"),
        ("Caller passes invalid args into func#1 ('use')", "argument-type"),
        ("expected prog array map for tail call", "argument-type"),
        ("timer pointer in R1 map_uid=0 doesn't match map pointer in R2 map_uid=0", "timer"),
        ("write to change key R2 not allowed", "read-only"),
        ("cannot restore irq state out of order, expected id=2 acquired at insn_idx=7", "lock"),
        ("expected uninitialized irq flag as arg#0", "lock"),
        ("global functions that may sleep are not allowed in non-sleepable context,", "sleepable"),
        ("JIT does not support calling kfunc bpf_throw#73439", "old-kernel"),
        ("misaligned access off (0x0; 0xffffffffffffffff)+0+0 size 8", "misaligned"),
        ("load bpf program failed: Argument list too long", "complexity"),
        ("verifier bug: REG INVARIANTS VIOLATION (false_reg1): range bounds", "kernel-bug"),
        ("[30] UNION MaybeUninit<u8> size=1 vlen=2 Invalid name", "bad-btf"),
        ("Error: object file doesn't contain any bpf program", "program-type"),
        ("cannot call GPL-restricted function from non-GPL compatible program", "license"),
        ("R2 pointer arithmetic on pkt_end prohibited", "pointer-arithmetic"),
        ("R3 pointer arithmetic on ctx prohibited", "pointer-arithmetic"),
        ("dereference of modified ctx ptr R1 off=8 disallowed", "modified-pointer"),
        ("invalid bpf_context access off=52 size=4", "context-access"),
        ("R0 leaks addr as return value", "pointer-leak"),
        ("unreachable insn 3", "dead-code"),
        ("helper call might sleep in a non-sleepable prog", "sleepable"),
        ("bpf_spin_lock is missing", "lock"),
        ("jump out of range from insn 4 to 90", "bad-code"),
        (
            "At program exit the register R0 has smin=0 smax=5 should have been in [0, 1]",
            "return-value",
        ),
        ("missing BTF func_info", "missing-btf"),
        ("write into map forbidden, value_size=4 off=0 size=4", "read-only"),
        (
            "BPF_EXIT instruction in main prog cannot be used inside bpf_spin_lock-ed region",
            "lock",
        ),
        ("expected uninitialized iter_num as arg #0", "iterator"),
        ("bpf_list_node not found at offset=49", "list-or-tree"),
        ("direct access to bpf_rb_node is disallowed", "list-or-tree"),
        ("tracing progs cannot use bpf_{list_head,rb_root} yet", "list-or-tree"),
        ("bpf_spin_lock at off=16 must be held for bpf_rb_root", "lock"),
        ("local type ID argument must be in range [0, U32_MAX]", "argument-type"),
        ("helper access to the packet is not allowed", "argument-type"),
        ("no write support to nf_conn at off 128", "object-access"),
        ("LD_ABS is only allowed in functions that return 'int'.", "bad-code"),
    ],
)
def test_kind_of_a_message(message: str, kind: str) -> None:
    text = f"0: (b7) r1 = 0\n1: (79) r0 = *(u64 *)(r1 +0)\n{message}\nprocessed 2 insns\n"
    finding = explain(text)
    assert finding.kind == kind
    assert finding.message == message
    assert finding.meaning
    assert finding.fixes


def test_packet_access_names_the_bytes_and_the_line() -> None:
    finding = explain(NEW)
    assert finding.kind == "packet-bounds"
    assert finding.place is not None
    assert (finding.place.file, finding.place.line) == ("prog.c", 12)
    assert "1 byte of the packet at offset 12 through 'eth'" in finding.meaning
    assert [place.line for place in finding.path] == [10, 12]
    assert [(place.line if place else None) for place, _ in finding.notes] == [10]


def test_an_old_log_still_gives_the_text_of_the_line() -> None:
    finding = explain(OLD)
    assert finding.kind == "uninitialized-register"
    assert finding.place is not None
    assert finding.place.text == "return *(char *)r3;"
    assert finding.place.line is None


def test_a_report_gives_place_history_and_suggestion() -> None:
    finding = explain(REPORT)
    assert finding.kind == "null-pointer"
    assert "'v' may be NULL here (the result of bpf_map_lookup_elem())" in finding.meaning
    assert finding.place is not None
    assert (finding.place.line, finding.place.column) == (24, 5)
    assert finding.notes[0][1].startswith("R0 changed from")
    assert finding.fixes[-1].startswith("Add a NULL check")


def test_a_report_without_the_older_message_is_understood() -> None:
    text = REPORT.replace("R0 invalid mem access 'map_value_or_null'\n", "")
    finding = explain(text)
    assert finding.place is not None
    assert finding.place.line == 24
    assert "may be NULL" in finding.meaning


def test_a_log_without_a_complaint_explains_nothing() -> None:
    assert explain_log("0: (b7) r0 = 0\n1: (95) exit\nprocessed 2 insns (limit 1000000)\n") is None
    assert explain_log("") is None


def test_no_permission_without_a_log() -> None:
    finding = explain_log("", errno=1)
    assert finding is not None
    assert finding.kind == "permission"


def test_the_loaders_words_are_used_when_the_verifier_is_silent() -> None:
    messages = [
        "extern (func ksym) 'bpf_nothing': not found in kernel or module BTFs",
        "failed to load object 'prog'",
    ]
    finding = explain_log("", messages=messages, errno=22)
    assert finding is not None
    assert finding.kind == "missing-kfunc"
    assert finding.message == messages[0]


def test_unknown_messages_are_quoted() -> None:
    finding = explain("0: (95) exit\nsomething entirely new\nprocessed 1 insns\n")
    assert finding.kind == "unknown"
    assert finding.message == "something entirely new"


def test_a_pointer_used_after_its_release_names_the_releasing_call() -> None:
    finding = explain(
        "; r = bpf_ringbuf_reserve(&rb, 8, 0); @ p.c:3\n"
        "0: (85) call bpf_ringbuf_reserve#131  ; R0=ringbuf_mem_or_null(id=2,ref_obj_id=2,sz=8)\n"
        "1: (bf) r6 = r0 ; R6_w=ringbuf_mem(ref_obj_id=2,sz=8)\n"
        "; bpf_ringbuf_submit(r, 0); @ p.c:5\n"
        "2: (bf) r1 = r6\n"
        "3: (85) call bpf_ringbuf_submit#132 ;\n"
        "; *r = 1; @ p.c:6\n"
        "4: (7b) *(u64 *)(r6 +0) = r1\n"
        "R6 invalid mem access 'scalar'\n"
    )
    assert finding.kind == "use-after-release"
    assert finding.meaning == (
        "'r' is used although bpf_ringbuf_submit() in line 5 has given it back."
    )


def test_rules_are_complete() -> None:
    kinds = {rule.kind for rule in rules()}
    assert len(kinds) > 25
    for rule in rules():
        assert rule.meaning[-1] == "."
        assert rule.fixes
        assert rule.kind == rule.kind.lower()


def test_special_rules_stand_before_general_ones() -> None:
    found = find_rule(["R0 invalid mem access 'map_value_or_null'"])
    assert found is not None
    assert found[0].kind == "null-pointer"


def test_states_in_words() -> None:
    assert describe_state("map_value(map=m,ks=4,vs=8)") == "a pointer to a map value"
    assert describe_state("pkt_end()") == "the packet's end"
    assert describe_state("0x17") == "a constant number"
    assert describe_state("trusted_ptr_task_struct()") == "a pointer to a kernel object"
    assert describe_expected("fp, pkt") == "a pointer to the stack or a packet pointer"


def test_ranges_in_words() -> None:
    state = "map_value(map=m,ks=4,vs=256,smin=0,smax=umax=0x1ff8,var_off=(0x0; 0x1ff8))"
    assert describe_range(state) == "; what is added may be anything from 0 to 8184"
    assert describe_range("scalar(smin=smin32=-4,smax=smax32=7)").endswith("from -4 to 7")
    older = "map_value(id=0,off=0,ks=4,vs=8,umax_value=255,var_off=(0x0; 0xff))"
    assert describe_range(older).endswith("from 0 to 255")
    assert describe_range("map_value(map=m,ks=4,vs=8)") == ""
    assert describe_range("scalar(umax=08)").endswith("from 0 to 8")
    assert describe_range("") == ""


@pytest.mark.parametrize("submit", ["bpf_ringbuf_submit", "bpf_ringbuf_submit_dynptr"])
def test_memory_of_a_dynptr_is_gone_with_it(submit: str) -> None:
    finding = explain(
        "5: (85) call bpf_dynptr_data#203 ; R0=mem_or_null(id=4,sz=8) refs=2\n"
        "6: (bf) r6 = r0 ; R6=mem_or_null(id=4,sz=8)\n"
        f"9: (85) call {submit}#199\n"
        "; *slot = 1; @ p.c:9\n"
        "10: (7b) *(u64 *)(r6 +0) = r1\n"
        "R6 invalid mem access 'scalar'\n"
    )
    assert finding.kind == "use-after-release"


@pytest.mark.parametrize("state", ["0", "inv0", "invP0"])
def test_a_pointer_that_was_found_to_be_null_is_no_integer(state: str) -> None:
    finding = explain(
        f"3: (15) if r0 == 0x0 goto pc+2 ; R0={state}\n"
        "; v->hits++; @ p.c:7\n"
        "6: (61) r1 = *(u32 *)(r0 +4)\n"
        "R0 invalid mem access 'scalar'\n"
    )
    assert finding.kind == "null-pointer"
    assert "is NULL on this path" in finding.meaning


def test_a_length_that_may_be_0_is_the_argument_behind_the_pointer() -> None:
    finding = explain(
        "; bpf_skb_load_bytes(skb, 0, copy, skb->len); @ p.c:7\n"
        "8: (85) call bpf_skb_load_bytes#26\n"
        "invalid access to map value, value_size=64 off=0 size=0\n"
        "R3 min value is outside of the allowed memory range\n"
    )
    assert finding.kind == "zero-size"
    assert "'skb->len'" in finding.meaning


def test_a_second_parameter_of_a_program_holds_nothing() -> None:
    finding = explain("; int p(struct pt_regs *c, int fd) @ p.c:3\n0: (bf) r6 = r2\nR2 !read_ok\n")
    assert finding.kind == "uninitialized-register"
    assert "one argument" in finding.meaning


def test_what_an_object_only_declares_is_named() -> None:
    finding = explain_log("", messages=["failed to find BTF for extern 'printf' [12] section: -2"])
    assert finding is not None
    assert finding.kind == "undefined-symbol"
    assert finding.meaning.startswith("'printf' is declared")


def test_statistics_behind_a_message_are_no_part_of_it() -> None:
    finding = explain("expected prog array map for tail callverification time 30 usec")
    assert (finding.kind, finding.message) == (
        "argument-type",
        "expected prog array map for tail call",
    )
