"""What the kernel knows of each helper function: the facts behind a call.

One row a helper of ``bpf_helper_defs.h``. The program types are those that a 6.18 kernel was
seen to accept the call in; types whose answer depends on what they attach to (``struct_ops``,
``ext``) or on the kernel's configuration count as accepting everything. Sources: linux/bpf.h, the
running kernel, the release notes of each helper.
"""

from __future__ import annotations

from bpfcc.frontend.tree import Call, Conversion, Convert, DeclRef, Expr, Variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.consteval import Value


class Helper:
    """One helper.

    ``since`` is the first kernel (major, minor). ``result``: ``-`` a number, ``v`` nothing, ``P`` a
    pointer, ``N`` a pointer or NULL, ``A`` a pointer or NULL that must be released. ``args`` has a
    letter for each argument: ``c`` context, ``m`` map, ``k`` map key, ``v`` map value, ``V`` map
    value that is written, ``r`` memory that is read and ``w`` memory that is written, both with
    their size in the next argument, ``s`` such a size, ``z`` constant string, ``p`` pointer to
    something of fixed size, ``o`` kernel object, ``R`` object that is released, ``f`` function,
    ``n`` pointer that may be NULL, ``.`` number. ``program_types`` has bit N for the program type
    of number N in ``elf.uapi.PROGRAM_TYPES``.
    """

    __slots__ = (
        "args",
        "is_gpl_only",
        "may_sleep",
        "moves_packet",
        "name",
        "number",
        "program_types",
        "result",
        "since",
    )

    def __init__(self, row: str) -> None:
        number, name, since, flags, self.result, args, types = row.split()
        self.number = int(number)
        self.name = f"bpf_{name}"
        major, minor = since.split(".")
        self.since = (int(major), int(minor))
        self.is_gpl_only = "g" in flags
        self.moves_packet = "p" in flags
        self.may_sleep = "s" in flags
        self.args = args if args != "-" else ""
        self.program_types = int(types, 16)


# number, name, first kernel, flags (g: GPL only, p: packet pointers end, s: may sleep), result,
# arguments, program types
_TABLE = """
1 map_lookup_elem 3.19 - N mk 1fffffffe
2 map_update_elem 3.19 - - mkv. 1fffffffe
3 map_delete_elem 3.19 - - mk 1fffffffe
4 probe_read 4.1 g - ws. bd1200a4
5 ktime_get_ns 4.1 - - - 1fffffffe
6 trace_printk 4.1 g - rs... 1fffffffe
7 get_prandom_u32 4.1 - - - 1fffffffe
8 get_smp_processor_id 4.1 - - - 1fffffffe
9 skb_store_bytes 4.1 p - c.rs. 18105018
10 l3_csum_replace 4.1 p - c.... 18101018
11 l4_csum_replace 4.1 p - c.... 18101018
12 tail_call 4.2 p - cm. 1fffffffe
13 clone_redirect 4.2 p - c.. 18101018
14 get_current_pid_tgid 4.2 - - - 1fffffffe
15 get_current_uid_gid 4.2 - - - 1fffffffe
16 get_current_comm 4.2 - - ws 1fffffffe
17 get_cgroup_classid 4.3 - - c 1fffffffe
18 skb_vlan_push 4.3 p - c.. 18100018
19 skb_vlan_pop 4.3 p - c 18100018
20 skb_get_tunnel_key 4.3 - - cws. 18101018
21 skb_set_tunnel_key 4.3 - - crs. 18101018
22 perf_event_read 4.3 g - m. 1fffffffe
23 redirect 4.4 - - .. 18101058
24 get_route_realm 4.4 - - c 18181c18
25 perf_event_output 4.4 g - cm.rs ff9ffffe
26 skb_load_bytes 4.5 - - c.ws 18785d1a
27 get_stackid 4.6 g - cm. bd1200a4
28 csum_diff 4.6 - - nsns. 18181c58
29 skb_get_tunnel_opt 4.6 - - cws 18101018
30 skb_set_tunnel_opt 4.6 - - crs 18101018
31 skb_change_proto 4.8 p - c.. 18100018
32 skb_change_type 4.8 - - c. 18100018
33 skb_under_cgroup 4.8 - - cm. 18181c18
34 get_hash_recalc 4.8 - - c 18181c18
35 get_current_task 4.8 g - - 1fffffffe
36 probe_write_user 4.8 g - .rs 3d1200a4
37 current_task_under_cgroup 4.9 - - m. 1fffffffe
38 skb_change_tail 4.9 p - c.. 18105018
39 skb_pull_data 4.9 p - c. 18185c18
40 csum_update 4.9 - - c. 18101018
41 set_hash_invalid 4.9 - v c 18101018
42 get_numa_node_id 4.10 - - - 1fffffffe
43 skb_change_head 4.10 p - c.. 18105018
44 xdp_adjust_head 4.10 p - c. 18100040
45 probe_read_str 4.11 g - ws. bd1200a4
46 get_socket_cookie 4.12 - - c bc34631a
47 get_socket_uid 4.12 - - c 1810411a
48 set_hash 4.13 - - c. 18100018
49 setsockopt 4.13 - - o..rs 3e142000
50 skb_adjust_room 4.13 p - c... 18104018
51 redirect_map 4.14 - - m.. 18100040
52 sk_redirect_map 4.14 - - cm.. 18104000
53 sock_map_update 4.14 - - cmk. 18102000
54 xdp_adjust_meta 4.15 p - c. 18100040
55 perf_event_read_value 4.15 g - m.ws 1fffffffe
56 perf_prog_read_value 4.15 g - cws 18100080
57 getsockopt 4.15 - - o..ws 3e142000
58 override_return 4.16 g - c. 18100004
59 sock_ops_cb_flags_set 4.16 - - c. 18102000
60 msg_redirect_map 4.17 - - cm.. 18110000
61 msg_apply_bytes 4.17 - - c. 18110000
62 msg_cork_bytes 4.17 - - c. 18110000
63 msg_pull_data 4.17 p - c... 18110000
64 bind 4.17 - - crs 18140000
65 xdp_adjust_tail 4.18 p - c. 18100040
66 skb_get_xfrm_state 4.18 - - c.ws. 18100018
67 get_stack 4.18 g - cws. bd1200a4
68 skb_load_bytes_relative 4.18 - - c.ws. 1830011a
69 fib_lookup 4.18 g - crs. 18100058
70 sock_hash_update 4.18 - - cmk. 18102000
71 msg_redirect_hash 4.18 - - cmk. 18110000
72 sk_redirect_hash 4.18 - - cmk. 18104000
73 lwt_push_encap 4.18 p - c.rs 18101400
74 lwt_seg6_store_bytes 4.18 p - c.rs 18180000
75 lwt_seg6_adjust_srh 4.18 p - c.. 18180000
76 lwt_seg6_action 4.18 p - c.rs 18180000
77 rc_repeat 4.18 g - c 18100000
78 rc_keydown 4.18 g - c... 18100000
79 skb_cgroup_id 4.18 - - c 18100118
80 get_current_cgroup_id 4.18 - - - 1fffffffe
81 get_local_storage 4.19 - P m. 3a94a300
82 sk_select_reuseport 4.19 - - cmk. 18300000
83 skb_ancestor_cgroup_id 4.19 - - c. 18100118
84 sk_lookup_tcp 4.20 - A crs.. 18144158
85 sk_lookup_udp 4.20 - A crs.. 18144158
86 sk_release 4.20 - - R 58144158
87 map_push_elem 4.20 - - mv. 1fffffffe
88 map_pop_elem 4.20 - - mV 1fffffffe
89 map_peek_elem 4.20 - - mV 1fffffffe
90 msg_push_data 4.20 p - c... 18110000
91 msg_pop_data 5.0 p - c... 18110000
92 rc_pointer_rel 5.0 g - c.. 18100000
93 spin_lock 5.1 - - p 1fffffffe
94 spin_unlock 5.1 - - p 1fffffffe
95 sk_fullsock 5.1 - N o 18100118
96 tcp_sock 5.1 - N o 1a102118
97 skb_ecn_set_ce 5.1 - - c 18100118
98 get_listener_sock 5.1 - N o 18100118
99 skc_lookup_tcp 5.2 - A crs.. 18144158
100 tcp_check_syncookie 5.2 g - orsrs 18100058
101 sysctl_get_name 5.2 - - cws. 18900000
102 sysctl_get_current_value 5.2 - - cws 18900000
103 sysctl_get_new_value 5.2 - - cws 18900000
104 sysctl_set_new_value 5.2 - - crs 18900000
105 strtol 5.2 - - rs.p 1fffffffe
106 strtoul 5.2 - - rs.p 1fffffffe
107 sk_storage_get 5.2 - N mon. be152318
108 sk_storage_delete 5.2 - - mo be152118
109 send_signal 5.3 - - . 1fffffffe
110 tcp_gen_syncookie 5.3 g - orsrs 18100058
111 skb_output 5.5 - - om.rs bc100000
112 probe_read_user 5.5 g - ws. 1fffffffe
113 probe_read_kernel 5.5 g - ws. 1fffffffe
114 probe_read_user_str 5.5 g - ws. 1fffffffe
115 probe_read_kernel_str 5.5 g - ws. 1fffffffe
116 tcp_send_ack 5.5 - - o. 18100000
117 send_signal_thread 5.5 - - . 1fffffffe
118 jiffies64 5.5 - - - 1fffffffe
119 read_branch_records 5.6 g - cns. 18100080
120 get_ns_current_pid_tgid 5.7 - - ..ws 1fffffffe
121 xdp_output 5.6 g - om.rs bc100000
122 get_netns_cookie 5.7 - - n 1a15231a
123 get_current_ancestor_cgroup_id 5.6 - - . 1fffffffe
124 sk_assign 5.6 - - cn. 58100018
125 ktime_get_boot_ns 5.8 - - - 1fffffffe
126 seq_printf 5.7 g - orsns 3c100000
127 seq_write 5.7 g - ors 3c100000
128 sk_cgroup_id 5.7 - - o 18100100
129 sk_ancestor_cgroup_id 5.7 - - o. 18100100
130 ringbuf_output 5.8 - - mrs. 1fffffffe
131 ringbuf_reserve 5.8 - A ms. 1fffffffe
132 ringbuf_submit 5.8 - v R. 1fffffffe
133 ringbuf_discard 5.8 - v R. 1fffffffe
134 ringbuf_query 5.8 - - m. 1fffffffe
135 csum_level 5.7 - - c. 18101018
136 skc_to_tcp6_sock 5.9 - N o fc5d7d5a
137 skc_to_tcp_sock 5.9 - N o fc5d7d5a
138 skc_to_tcp_timewait_sock 5.9 - N o fc5d7d5a
139 skc_to_tcp_request_sock 5.9 - N o fc5d7d5a
140 skc_to_udp6_sock 5.9 - N o fc5d7d5a
141 get_task_stack 5.9 - - ows. 1fffffffe
142 load_hdr_opt 5.10 - - crs. 18102000
143 store_hdr_opt 5.10 p - crs. 18102000
144 reserve_hdr_opt 5.10 - - c.. 18102000
145 inode_storage_get 5.10 - N mon. 3c100000
146 inode_storage_delete 5.10 - - mo 3c100000
147 d_path 5.10 - - ows bc100000
148 copy_from_user 5.10 s - ws. 1fffffffe
149 snprintf_btf 5.10 - - wsrs. 1fffffffe
150 seq_printf_btf 5.10 - - ors. 3c100000
151 skb_cgroup_classid 5.10 - - c 18100018
152 redirect_neigh 5.10 - - .ns. 18100018
153 per_cpu_ptr 5.10 - N .. 1fffffffe
154 this_cpu_ptr 5.10 - P . 1fffffffe
155 redirect_peer 5.10 - - .. 18100018
156 task_storage_get 5.11 - N mon. 1fffffffe
157 task_storage_delete 5.11 - - mo 1fffffffe
158 get_current_task_btf 5.11 g P - 1fffffffe
159 bprm_opts_set 5.11 - - o. 38100000
160 ktime_get_coarse_ns 5.11 - - - 58fd7f5a
161 ima_inode_hash 5.11 - - ows 38100000
162 sock_from_file 5.11 - N o bc100000
163 check_mtu 5.12 g - c.p.. 18100058
164 for_each_map_elem 5.13 - - mfn. 1fffffffe
165 snprintf 5.13 g - nszns 1fffffffe
166 sys_bpf 5.14 - - .rs 98100000
167 btf_find_by_name_kind 5.14 - - rs.. 98100000
168 sys_close 5.14 - - . 98100000
169 timer_init 5.15 g - pm. 1fffffffe
170 timer_set_callback 5.15 g - pf 1fffffffe
171 timer_start 5.15 g - p.. 1fffffffe
172 timer_cancel 5.15 g - p 1fffffffe
173 get_func_ip 5.15 g - c bd1200a4
174 get_attach_cookie 5.15 - - c 3d1200a4
175 task_pt_regs 5.15 g P o 1fffffffe
176 get_branch_snapshot 5.16 g - ws. 1fffffffe
177 trace_vprintk 5.16 g - rsns 1fffffffe
178 skc_to_unix_sock 5.16 - N o fc5d7d5a
179 kallsyms_lookup_name 5.16 - - rs.p 98100000
180 find_vma 5.17 - - o.fn. 1fffffffe
181 loop 5.17 - - .fn. 1fffffffe
182 strncmp 5.17 - - rsz 1fffffffe
183 get_func_arg 5.17 - - c.p 3c100000
184 get_func_ret 5.17 - - cp 3c100000
185 get_func_arg_cnt 5.17 - - c 3c100000
186 get_retval 5.18 - - - 3a948200
187 set_retval 5.18 - - . 3a948200
188 xdp_get_buff_len 5.18 - - c bc100040
189 xdp_load_bytes 5.18 - - c.ws 18100040
190 xdp_store_bytes 5.18 - - c.rs 18100040
191 copy_from_user_task 5.18 gs - ws.o. 1fffffffe
192 skb_set_tstamp 5.18 - - c.. 18100018
193 ima_file_hash 5.18 - - ows 38100000
194 kptr_xchg 5.19 - A p. 1fffffffe
195 map_lookup_percpu_elem 5.19 - N mk. 1fffffffe
196 skc_to_mptcp_sock 5.19 - N o fc5d7d5a
197 dynptr_from_mem 5.19 - - ns.p 1fffffffe
198 ringbuf_reserve_dynptr 5.19 - - ms.p 1fffffffe
199 ringbuf_submit_dynptr 5.19 - v p. 1fffffffe
200 ringbuf_discard_dynptr 5.19 - v p. 1fffffffe
201 dynptr_read 5.19 - - wsp.. 1fffffffe
202 dynptr_write 5.19 - - p.rs. 1fffffffe
203 dynptr_data 5.19 - N p.. 1fffffffe
204 tcp_raw_gen_syncookie_ipv4 6.0 g - pps 18100058
205 tcp_raw_gen_syncookie_ipv6 6.0 g - pps 18100058
206 tcp_raw_check_syncookie_ipv4 6.0 g - pp 18100058
207 tcp_raw_check_syncookie_ipv6 6.0 g - pp 18100058
208 ktime_get_tai_ns 6.1 - - - 1fffffffe
209 user_ringbuf_drain 6.1 - - mfn. 1fffffffe
210 cgrp_storage_get 6.2 - N mon. 1fffffffe
211 cgrp_storage_delete 6.2 - - mo 1fffffffe
"""

_rows: dict[int, str] = {}
_helpers: dict[int, Helper] = {}


def find_helper(number: int) -> Helper | None:
    """The helper of a number; None for one newer than the table."""
    found = _helpers.get(number)
    if found is None:
        if not _rows:
            for line in _TABLE.strip().split("\n"):
                _rows[int(line[: line.index(" ")])] = line
        row = _rows.get(number)
        if row is not None:
            found = _helpers[number] = Helper(row)
    return found


def list_helpers() -> list[Helper]:
    """All of them, by number."""
    find_helper(0)
    return [helper for number in _rows if (helper := find_helper(number)) is not None]


def strip_conversions(expr: Expr) -> Expr:
    """What an expression is before it was converted and cast; loads stay."""
    while isinstance(expr, Convert) and expr.kind is not Conversion.LOAD:
        expr = expr.operand
    return expr


def helper_of(call: Call) -> Helper | None:
    """The helper that a call goes to: its callee is a pointer that holds a small number."""
    number = _constant_target(call.callee)
    return find_helper(number) if isinstance(number, int) else None


def _constant_target(callee: Expr) -> Value | None:
    from bpfcc.frontend.consteval import evaluate_constant

    callee = strip_conversions(callee)
    if isinstance(callee, Convert) and isinstance(callee.operand, DeclRef):
        # `static long (*bpf_x)(…) = (void *)N;` is as constant as it is with `const`.
        variable = callee.operand.decl
        if not isinstance(variable, Variable) or not variable.is_global:
            return None
        if not isinstance(variable.initializer, Expr):
            return None
        return evaluate_constant(variable.initializer)
    return evaluate_constant(callee)
