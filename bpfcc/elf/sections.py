"""The SEC() table: what the name of a program's section says about the program.

One row per pattern that libbpf's loader knows. A pattern that ends in `+` matches its stem alone
or followed by `/` and anything; every other pattern matches itself only. Rows are tried in order,
which matters nowhere but is libbpf's too. A leading `?` in a section name means "do not load by
default" and is no part of the pattern.
"""

from __future__ import annotations

from enum import Flag

from bpfcc.elf.uapi import ATTACH_TYPES, CONTEXT_TYPES, PROGRAM_TYPES


class SectionFlag(Flag):
    """How a program of a section is loaded."""

    NONE = 0
    SLEEPABLE = 1
    """May sleep: loaded with BPF_F_SLEEPABLE."""
    XDP_FRAGS = 2
    """Takes packets of several buffers: loaded with BPF_F_XDP_HAS_FRAGS."""
    ATTACH_BTF = 4
    """Attaches to a kernel function or hook found by its BTF."""
    USDT = 8
    """Attached through libbpf's USDT support."""
    ATTACHABLE = 16
    """The kernel wants the attach type when the program is loaded."""
    ATTACH_OPTIONAL = 32
    """The attach type may be left out on kernels that do not know it."""


class SectionKind:
    """One row: the section's pattern and the program it makes.

    `attach_type` is None where the program type has none. `auto_attach` names the way in which
    libbpf attaches it from the section name alone, None where it cannot.
    """

    __slots__ = ("attach_type", "auto_attach", "flags", "pattern", "program_type")

    def __init__(
        self,
        pattern: str,
        program_type: str,
        attach_type: str | None,
        flags: SectionFlag,
        auto_attach: str | None,
    ) -> None:
        self.pattern = pattern
        self.program_type = program_type
        self.attach_type = attach_type
        self.flags = flags
        self.auto_attach = auto_attach

    @property
    def stem(self) -> str:
        """The pattern without its `+`."""
        return self.pattern.rstrip("+")

    @property
    def program_type_number(self) -> int:
        """`enum bpf_prog_type`."""
        return PROGRAM_TYPES.index(self.program_type)

    @property
    def attach_type_number(self) -> int:
        """`enum bpf_attach_type`, 0 where there is none."""
        return 0 if self.attach_type is None else ATTACH_TYPES.index(self.attach_type)

    @property
    def context_type(self) -> str | None:
        """C type that the program's argument points at, None where the hook decides."""
        return CONTEXT_TYPES.get(self.program_type)

    @property
    def is_sleepable(self) -> bool:
        """Whether programs of this section may sleep."""
        return SectionFlag.SLEEPABLE in self.flags


class SectionMatch:
    """A section name read through the table.

    `target` is what follows the stem's slash (`sys_enter` of `tracepoint/…/sys_enter` keeps its
    category), "" where nothing does; `autoload` is False for names that start with `?`.
    """

    __slots__ = ("autoload", "kind", "target")

    def __init__(self, kind: SectionKind, target: str, autoload: bool) -> None:
        self.kind = kind
        self.target = target
        self.autoload = autoload


# pattern, program type, attach type (- for none), flags, way of automatic attachment
_TABLE = """
socket                  socket_filter  -                               -   -
sk_reuseport/migrate    sk_reuseport   sk_reuseport_select_or_migrate  a   -
sk_reuseport            sk_reuseport   sk_reuseport_select             a   -
kprobe+                 kprobe         -                               -   kprobe
uprobe+                 kprobe         -                               -   uprobe
uprobe.s+               kprobe         -                               s   uprobe
kretprobe+              kprobe         -                               -   kprobe
uretprobe+              kprobe         -                               -   uprobe
uretprobe.s+            kprobe         -                               s   uprobe
kprobe.multi+           kprobe         trace_kprobe_multi              -   kprobe_multi
kretprobe.multi+        kprobe         trace_kprobe_multi              -   kprobe_multi
kprobe.session+         kprobe         trace_kprobe_session            -   kprobe_session
uprobe.multi+           kprobe         trace_uprobe_multi              -   uprobe_multi
uretprobe.multi+        kprobe         trace_uprobe_multi              -   uprobe_multi
uprobe.session+         kprobe         trace_uprobe_session            -   uprobe_multi
uprobe.multi.s+         kprobe         trace_uprobe_multi              s   uprobe_multi
uretprobe.multi.s+      kprobe         trace_uprobe_multi              s   uprobe_multi
uprobe.session.s+       kprobe         trace_uprobe_session            s   uprobe_multi
ksyscall+               kprobe         -                               -   ksyscall
kretsyscall+            kprobe         -                               -   ksyscall
usdt+                   kprobe         -                               u   usdt
usdt.s+                 kprobe         -                               us  usdt
tc/ingress              sched_cls      tcx_ingress                     -   -
tc/egress               sched_cls      tcx_egress                      -   -
tcx/ingress             sched_cls      tcx_ingress                     -   -
tcx/egress              sched_cls      tcx_egress                      -   -
tc                      sched_cls      -                               -   -
classifier              sched_cls      -                               -   -
action                  sched_act      -                               -   -
netkit/primary          sched_cls      netkit_primary                  -   -
netkit/peer             sched_cls      netkit_peer                     -   -
tracepoint+             tracepoint     -                               -   tracepoint
tp+                     tracepoint     -                               -   tracepoint
raw_tracepoint+         raw_tracepoint -                               -   raw_tracepoint
raw_tp+                 raw_tracepoint -                               -   raw_tracepoint
raw_tracepoint.w+       raw_tracepoint_writable -                      -   raw_tracepoint
raw_tp.w+               raw_tracepoint_writable -                      -   raw_tracepoint
tp_btf+                 tracing        trace_raw_tp                    b   trace
fentry+                 tracing        trace_fentry                    b   trace
fmod_ret+               tracing        modify_return                   b   trace
fexit+                  tracing        trace_fexit                     b   trace
fentry.s+               tracing        trace_fentry                    bs  trace
fmod_ret.s+             tracing        modify_return                   bs  trace
fexit.s+                tracing        trace_fexit                     bs  trace
fsession+               tracing        trace_fsession                  b   trace
fsession.s+             tracing        trace_fsession                  bs  trace
freplace+               ext            -                               b   trace
lsm+                    lsm            lsm_mac                         b   lsm
lsm.s+                  lsm            lsm_mac                         bs  lsm
lsm_cgroup+             lsm            lsm_cgroup                      b   -
iter+                   tracing        trace_iter                      b   iter
iter.s+                 tracing        trace_iter                      bs  iter
syscall                 syscall        -                               s   -
xdp.frags/devmap        xdp            xdp_devmap                      f   -
xdp/devmap              xdp            xdp_devmap                      a   -
xdp.frags/cpumap        xdp            xdp_cpumap                      f   -
xdp/cpumap              xdp            xdp_cpumap                      a   -
xdp.frags               xdp            xdp                             f   -
xdp                     xdp            xdp                             o   -
perf_event              perf_event     -                               -   -
lwt_in                  lwt_in         -                               -   -
lwt_out                 lwt_out        -                               -   -
lwt_xmit                lwt_xmit       -                               -   -
lwt_seg6local           lwt_seg6local  -                               -   -
sockops                 sock_ops       cgroup_sock_ops                 o   -
sk_skb/stream_parser    sk_skb         sk_skb_stream_parser            o   -
sk_skb/stream_verdict   sk_skb         sk_skb_stream_verdict           o   -
sk_skb/verdict          sk_skb         sk_skb_verdict                  o   -
sk_skb                  sk_skb         -                               -   -
sk_msg                  sk_msg         sk_msg_verdict                  o   -
lirc_mode2              lirc_mode2     lirc_mode2                      o   -
flow_dissector          flow_dissector flow_dissector                  o   -
cgroup_skb/ingress      cgroup_skb     cgroup_inet_ingress             o   -
cgroup_skb/egress       cgroup_skb     cgroup_inet_egress              o   -
cgroup/skb              cgroup_skb     -                               -   -
cgroup/sock_create      cgroup_sock    cgroup_inet_sock_create         a   -
cgroup/sock_release     cgroup_sock    cgroup_inet_sock_release        a   -
cgroup/sock             cgroup_sock    cgroup_inet_sock_create         o   -
cgroup/post_bind4       cgroup_sock    cgroup_inet4_post_bind          a   -
cgroup/post_bind6       cgroup_sock    cgroup_inet6_post_bind          a   -
cgroup/bind4            cgroup_sock_addr cgroup_inet4_bind             a   -
cgroup/bind6            cgroup_sock_addr cgroup_inet6_bind             a   -
cgroup/connect4         cgroup_sock_addr cgroup_inet4_connect          a   -
cgroup/connect6         cgroup_sock_addr cgroup_inet6_connect          a   -
cgroup/connect_unix     cgroup_sock_addr cgroup_unix_connect           a   -
cgroup/sendmsg4         cgroup_sock_addr cgroup_udp4_sendmsg           a   -
cgroup/sendmsg6         cgroup_sock_addr cgroup_udp6_sendmsg           a   -
cgroup/sendmsg_unix     cgroup_sock_addr cgroup_unix_sendmsg           a   -
cgroup/recvmsg4         cgroup_sock_addr cgroup_udp4_recvmsg           a   -
cgroup/recvmsg6         cgroup_sock_addr cgroup_udp6_recvmsg           a   -
cgroup/recvmsg_unix     cgroup_sock_addr cgroup_unix_recvmsg           a   -
cgroup/getpeername4     cgroup_sock_addr cgroup_inet4_getpeername      a   -
cgroup/getpeername6     cgroup_sock_addr cgroup_inet6_getpeername      a   -
cgroup/getpeername_unix cgroup_sock_addr cgroup_unix_getpeername       a   -
cgroup/getsockname4     cgroup_sock_addr cgroup_inet4_getsockname      a   -
cgroup/getsockname6     cgroup_sock_addr cgroup_inet6_getsockname      a   -
cgroup/getsockname_unix cgroup_sock_addr cgroup_unix_getsockname       a   -
cgroup/sysctl           cgroup_sysctl  cgroup_sysctl                   a   -
cgroup/getsockopt       cgroup_sockopt cgroup_getsockopt               a   -
cgroup/setsockopt       cgroup_sockopt cgroup_setsockopt               a   -
cgroup/dev              cgroup_device  cgroup_device                   o   -
struct_ops+             struct_ops     -                               -   -
struct_ops.s+           struct_ops     -                               s   -
sk_lookup               sk_lookup      sk_lookup                       a   -
netfilter               netfilter      netfilter                       -   -
"""

_FLAG_LETTERS = {
    "-": SectionFlag.NONE,
    "s": SectionFlag.SLEEPABLE,
    "f": SectionFlag.XDP_FRAGS,
    "b": SectionFlag.ATTACH_BTF,
    "u": SectionFlag.USDT,
    "a": SectionFlag.ATTACHABLE,
    "o": SectionFlag.ATTACHABLE | SectionFlag.ATTACH_OPTIONAL,
}

_kinds: dict[str, SectionKind] = {}


def section_kinds() -> dict[str, SectionKind]:
    """All rows by pattern, in table order; built when first asked for."""
    if not _kinds:
        for line in _TABLE.split("\n"):
            if not line:
                continue
            pattern, program_type, attach_type, letters, auto_attach = line.split()
            assert pattern not in _kinds, f"{pattern} is in the table twice"
            flags = SectionFlag.NONE
            for letter in letters:
                flags |= _FLAG_LETTERS[letter]
            _kinds[pattern] = SectionKind(
                pattern,
                program_type,
                None if attach_type == "-" else attach_type,
                flags,
                None if auto_attach == "-" else auto_attach,
            )
    return _kinds


def match_section(name: str) -> SectionMatch | None:
    """Find what a section called `name` holds; None for a name that is no program's."""
    autoload = not name.startswith("?")
    if not autoload:
        name = name[1:]
    kinds = section_kinds()
    kind = kinds.get(name)
    if kind is not None:
        return SectionMatch(kind, "", autoload)
    stem, slash, target = name.partition("/")
    kind = kinds.get(stem + "+")
    if kind is None:
        return None
    return SectionMatch(kind, target if slash else "", autoload)
