"""BPF_PROG_TEST_RUN: run a loaded program on a packet or a context, without attaching it."""

from __future__ import annotations

import ctypes
import errno as errnos
from dataclasses import dataclass

from bpfcc.errors import InputError
from bpfcc.kernel import libbpf
from bpfcc.kernel.libbpf import KernelError, RawTestRunOpts
from bpfcc.kernel.object import Program

ENOTSUPP = 524
MINIMUM_PACKET_BYTES = 14

_SKB_TYPES = frozenset(
    ["socket_filter", "sched_cls", "sched_act", "cgroup_skb", "lwt_in", "lwt_out", "lwt_xmit"]
)
_CTX_OUT = _SKB_TYPES | {"xdp"}
_ON_PACKETS = _CTX_OUT | {"lwt_seg6local", "sk_skb", "flow_dissector", "netfilter"}
_ON_CONTEXT = frozenset(["syscall", "raw_tracepoint", "sk_lookup", "struct_ops"])
_UNSIGNED = frozenset({"socket_filter", "xdp"})
_OUT_BYTES = 1 << 17


@dataclass(slots=True, frozen=True)
class TestRun:
    """The answer of a run.

    ``retval`` is signed where the program type's verdicts are; ``packet`` is the packet as the
    program left it (None for programs that have none); ``context`` likewise; ``duration_ns``
    is the average over the repetitions.
    """

    __test__ = False  # not a test class, whatever pytest thinks of the name

    retval: int
    packet: bytes | None
    context: bytes | None
    duration_ns: int


def run_program(
    program: Program,
    packet: bytes | None = None,
    context: bytes | None = None,
    *,
    repeat: int = 1,
    flags: int = 0,
    cpu: int = 0,
) -> TestRun:
    """Run ``program`` once or ``repeat`` times; each repetition gets what the last one left.

    Raises InputError for input that the program type does not take, KernelError for what the
    kernel refuses.
    """
    _check_input(program, packet, context, repeat)
    opts = RawTestRunOpts(ctypes.sizeof(RawTestRunOpts), flags=flags, cpu=cpu)
    if repeat > 1:
        opts.repeat = repeat
    packet_out = context_out = None
    if packet is not None:
        packet_in = ctypes.create_string_buffer(packet, len(packet))
        opts.data_in = ctypes.addressof(packet_in)
        opts.data_size_in = len(packet)
        if not flags:
            packet_out = ctypes.create_string_buffer(_OUT_BYTES)
            opts.data_out = ctypes.addressof(packet_out)
            opts.data_size_out = _OUT_BYTES
    context_in = None
    if context is not None:
        context_in = ctypes.create_string_buffer(context, len(context))
        opts.ctx_in = ctypes.addressof(context_in)
        opts.ctx_size_in = len(context)
        if program.type_name in _CTX_OUT:
            context_out = ctypes.create_string_buffer(len(context))
            opts.ctx_out = ctypes.addressof(context_out)
            opts.ctx_size_out = len(context)
        elif program.type_name == "syscall":
            context_out = context_in  # the kernel writes the context back where it was
    result = libbpf.library().bpf_prog_test_run_opts(program.fd, ctypes.byref(opts))
    if result < 0:
        raise _explain_failure(program, -result, packet)
    return TestRun(
        sign_retval(program.type_name, opts.retval),
        None if packet_out is None else packet_out.raw[: opts.data_size_out],
        None if context_out is None else context_out.raw,
        opts.duration,
    )


def _check_input(
    program: Program, packet: bytes | None, context: bytes | None, repeat: int
) -> None:
    kind = program.type_name
    if kind in _ON_PACKETS:
        if packet is None:
            raise InputError(f"a {kind} program runs on a packet, and none was given")
        if len(packet) < MINIMUM_PACKET_BYTES:
            raise InputError(
                f"the packet has {len(packet)} bytes; the kernel wants an Ethernet header"
                f" of {MINIMUM_PACKET_BYTES} at least"
            )
    elif kind in _ON_CONTEXT:
        if packet is not None:
            raise InputError(f"a {kind} program has no packet; give it a context")
        if repeat > 1 and kind != "sk_lookup":
            raise InputError(f"the kernel does not repeat a {kind} program")
    else:
        raise InputError(f"the kernel has no test run for {kind} programs")
    if context is not None and kind in ("flow_dissector", "sk_skb"):
        raise InputError(f"a test run of a {kind} program takes no context")


def _explain_failure(program: Program, errno: int, packet: bytes | None) -> KernelError:
    reason = libbpf.describe_errno(errno)
    if errno == ENOTSUPP:
        reason = f"this kernel has no test run for {program.type_name} programs"
    elif errno in (errnos.EINVAL, errnos.ENOMEM) and packet is not None:
        reason = "it does not take this packet or context (too long, or a field that it keeps)"
    return KernelError(f"cannot run {program.name}: {reason}", errno)


def sign_retval(program_type: str, retval: int) -> int:
    """The 32 bits of a return value as the program type means them."""
    if program_type in _UNSIGNED or retval < 1 << 31:
        return retval
    return retval - (1 << 32)
