"""Loading, maps, attaching: what the kernel package does for the commands and the tests."""

from __future__ import annotations

import os
import struct

import pytest

from bpfcc.elf.read import read_object
from bpfcc.elf.write import write_object
from bpfcc.errors import InputError
from bpfcc.kernel import maps
from bpfcc.kernel.alone import drop_tail_call_targets, find_tail_call_targets
from bpfcc.kernel.attach import attach_tc, attach_tcx, attach_xdp
from bpfcc.kernel.libbpf import KernelError, count_possible_cpus
from bpfcc.kernel.object import LOG_FULL, LoadedObject, LoadError, load_alone
from bpfcc.kernel.testrun import run_program
from bpfcc.kernel.variables import find_variables, read_variable, set_before_load, write_variable
from tests.diff.compilers import compile_with_bpfcc
from tests.run import packets
from tests.run.example import compile_example, u32
from tests.run.net import Lab

pytestmark = pytest.mark.kernel

SOURCE = """
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

struct { __uint(type, BPF_MAP_TYPE_HASH); __uint(max_entries, 4);
         __type(key, __u32); __type(value, __u64); } hash SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERCPU_HASH); __uint(max_entries, 4);
         __type(key, __u32); __type(value, __u32); } counts SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_QUEUE); __uint(max_entries, 4);
         __type(value, __u32); } queue SEC(".maps");

const volatile __u32 limit = 3;
__u32 start = 7;
__u64 total;

SEC("xdp") int pass(struct xdp_md *ctx) { total += start + limit; return 2; }
SEC("xdp") int crash(struct xdp_md *ctx) { return *(char *)(long)ctx->data; }
SEC("tcx/ingress") int newer(struct __sk_buff *skb) { return 0; }
char LICENSE[] SEC("license") = "GPL";
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("loader") / "loader.c"
    source.write_text(SOURCE)
    return compile_with_bpfcc(source)


def open_files() -> int:
    return len(os.listdir("/proc/self/fd"))


def test_everything_is_closed_afterwards(data: bytes) -> None:
    with LoadedObject(data) as loaded:  # the first use opens what stays open
        loaded.load({"pass"})
    before = open_files()
    with LoadedObject(data) as loaded:
        loaded.load({"pass"})
        assert open_files() > before
    assert open_files() == before
    with pytest.raises(LoadError), LoadedObject(data) as loaded:
        loaded.load()
    assert open_files() == before


def test_hash_map_is_written_read_walked_and_emptied(data: bytes) -> None:
    with LoadedObject(data) as loaded:
        loaded.load({"pass"})
        table = loaded.map("hash")
        assert (table.type_name, table.key_bytes, table.value_bytes) == ("hash", 4, 8)
        assert table.lookup(u32(1)) is None
        table.update(u32(1), struct.pack("=Q", 11), maps.NOEXIST)
        table.update(u32(2), struct.pack("=Q", 22))
        with pytest.raises(KernelError):
            table.update(u32(2), bytes(8), maps.NOEXIST)
        with pytest.raises(KernelError):
            table.update(u32(3), bytes(8), maps.EXIST)
        assert dict(table.items()) == {u32(1): struct.pack("=Q", 11), u32(2): struct.pack("=Q", 22)}
        assert table.delete(u32(1))
        assert not table.delete(u32(1))
        assert list(table.keys()) == [u32(2)]
        with pytest.raises(InputError, match="a key has 4 bytes, not 2"):
            table.lookup(b"12")
        with pytest.raises(InputError, match="a value has 8 bytes, not 1"):
            table.update(u32(1), b"1")


def test_per_cpu_map_has_a_value_for_each_cpu(data: bytes) -> None:
    with LoadedObject(data) as loaded:
        loaded.load({"pass"})
        counts = loaded.map("counts")
        counts.update(u32(5), u32(9))
        assert counts.lookup_per_cpu(u32(5)) == [u32(9)] * count_possible_cpus()
        assert counts.sum_per_cpu(u32(5)) == 9 * count_possible_cpus()
        assert [key for key, _ in counts.items_per_cpu()] == [u32(5)]


def test_queue(data: bytes) -> None:
    with LoadedObject(data) as loaded:
        loaded.load({"pass"})
        queue = loaded.map("queue")
        assert not queue.is_keyed
        queue.push(u32(1))
        queue.push(u32(2))
        assert [queue.pop(), queue.pop(), queue.pop()] == [u32(1), u32(2), None]


def test_global_variables(data: bytes) -> None:
    variables = find_variables(read_object(data, "loader.o"))
    assert {"limit", "start", "total"} <= variables.keys()
    with LoadedObject(data) as loaded:
        set_before_load(loaded, variables["limit"], u32(100))
        with pytest.raises(InputError, match="has 4 bytes, not 1"):
            set_before_load(loaded, variables["limit"], b"1")
        loaded.load({"pass"})
        assert read_variable(loaded, variables["start"]) == u32(7)
        write_variable(loaded, variables["start"], u32(1))
        run_program(loaded.program("pass"), packets.udp(), repeat=2)
        assert read_variable(loaded, variables["total"]) == struct.pack("=Q", 202)


def test_a_refused_program_is_named_with_its_log(data: bytes) -> None:
    with LoadedObject(data) as loaded, pytest.raises(LoadError) as caught:
        loaded.load()
    assert caught.value.program == "crash"
    assert "outside of the packet" in str(caught.value)
    assert "invalid access to packet" in caught.value.log


def test_each_program_is_loaded_alone(data: bytes) -> None:
    assert load_alone(data, "pass").ok
    refused = load_alone(data, "crash", log_level=LOG_FULL, whole_log=True)
    assert not refused.ok
    assert refused.errno == 13
    newer = load_alone(data, "newer")
    assert newer.ok, newer.log
    assert newer.type_name == "sched_cls"
    assert newer.verified_instructions == 2


def test_names_that_are_not_there(data: bytes) -> None:
    with LoadedObject(data) as loaded:
        with pytest.raises(InputError, match="it has: pass, crash, newer"):
            loaded.program("missing")
        loaded.load({"pass"})
        with pytest.raises(InputError, match="no map 'missing'"):
            loaded.map("missing")
        with pytest.raises(KernelError):
            _ = loaded.program("crash").fd
        assert loaded.program("tcx/ingress").name == "newer"


def test_attaching_to_what_is_not_there_is_an_error(data: bytes) -> None:
    with LoadedObject(data) as loaded:
        loaded.load({"pass", "newer"})
        for attach in (attach_xdp, attach_tc, attach_tcx):
            with pytest.raises(InputError, match="no network interface"):
                attach(loaded.program("pass"), "nothing0")
        with pytest.raises(InputError, match="ingress or egress"):
            attach_tc(loaded.program("newer"), "lo", "sideways")


def test_an_interface_takes_one_xdp_program(data: bytes) -> None:
    with Lab("a", "b") as lab, LoadedObject(data) as loaded:
        loaded.load({"pass"})
        lab.connect("a", "eth0", "b", "eth0")
        with lab.inside("a"):
            with attach_xdp(loaded.program("pass"), "eth0"), pytest.raises(KernelError):
                attach_xdp(loaded.program("pass"), "eth0")
            attach_xdp(loaded.program("pass"), "eth0").detach()


def test_static_program_arrays_name_their_programs() -> None:
    obj = read_object(compile_example("tail_calls"), "tail_calls.o")
    assert find_tail_call_targets(obj) == {"parse_ip", "parse_tcp", "parse_udp"}
    assert drop_tail_call_targets(obj)
    assert not drop_tail_call_targets(obj)
    assert load_alone(write_object(obj), "parse_udp").ok


@pytest.mark.parametrize("content", [b"", b"\x7fELF", bytes(200)])
def test_what_is_no_object_cannot_be_opened(content: bytes) -> None:
    with pytest.raises(InputError):
        LoadedObject(content, "bad.o")


def test_a_test_run_says_why_it_cannot_be(data: bytes) -> None:
    with LoadedObject(data) as loaded:
        loaded.load({"pass"})
        program = loaded.program("pass")
        with pytest.raises(InputError, match="runs on a packet"):
            run_program(program)
        with pytest.raises(InputError, match="has 3 bytes"):
            run_program(program, b"abc")
        with pytest.raises(KernelError, match="does not take this packet"):
            run_program(program, bytes(100_000))
        context = struct.pack("=IIIIII", 0, 64, 0, 0, 0, 0)
        ran = run_program(program, bytes(64), context)
        assert ran.context is not None
        assert len(ran.context) == len(context)
