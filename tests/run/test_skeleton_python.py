"""Python skeletons in the kernel: variables, maps, buffers, attachments."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import select
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bpfcc.skeleton.python import make_python_skeleton
from tests.run.net import Lab, ping, trace_filesystem
from tests.unit.skeleton.build import COMPILERS, import_text, read_kit, read_source

pytestmark = pytest.mark.kernel

XDP_DROP, XDP_PASS = 1, 2
PACKET = bytes(64)


@pytest.fixture(scope="module", params=COMPILERS)
def kit(request: pytest.FixtureRequest) -> Any:
    """The kit's module."""
    return import_text(make_python_skeleton(read_kit(request.param)))


@pytest.fixture(scope="module")
def zoo() -> Any:
    """The zoo's module."""
    return import_text(make_python_skeleton(read_source("zoo.bpf.c")))


@pytest.fixture
def loaded(zoo: Any) -> Iterator[Any]:
    """The zoo, loaded."""
    with zoo.Zoo.open_and_load() as skel:
        yield skel


# -- Variables -----------------------------------------------------------------------------------


def test_variables_start_as_the_object_says(kit: Any) -> None:
    with kit.Kit() as skel:
        assert skel.rodata.limit == 5
        assert skel.rodata.label == b"kit"
        assert skel.rodata.wanted == kit.KitKey(1, 2)
        assert skel.rodata_scale_by.scale == 2
        assert (skel.data.factor, skel.data.text) == (7, b"abcd")
        assert skel.data.shapes[0].packets == 1
        assert skel.data.mode == kit.KitMode.KIT_COUNT
        assert skel.bss.packets == 0


def test_programs_see_what_was_set_before_loading(kit: Any) -> None:
    with kit.Kit() as skel:
        skel.rodata.limit = 1
        skel.rodata_scale_by.scale = 3
        bss, data = skel.bss, skel.data
        bss.packets = -1
        data.factor = 1
        skel.load()
        assert skel.progs.count.test_run(PACKET).retval == XDP_PASS
        assert (bss.packets, bss.bytes) == (0, 64 * 3)
        bss.packets = 1
        assert skel.progs.count.test_run(PACKET).retval == XDP_DROP
        assert skel.bss.packets == 2
        assert skel.kconfig.CONFIG_HZ > 0
        assert skel.kconfig.CONFIG_BPF is True
    # What is closed can still be read, as it was.
    assert bss.packets == 2
    bss.packets = 3


def test_constants_cannot_be_changed_too_late(kit: Any) -> None:
    with kit.Kit() as skel:
        with pytest.raises(AttributeError, match="CONFIG_HZ is constant"):
            skel.kconfig.CONFIG_HZ = 3
        skel.load()
        with pytest.raises(AttributeError, match="limit is constant"):
            skel.rodata.limit = 3
        skel.rodata.wanted.port = 99  # a copy's member: nothing happens to the kernel's
        assert skel.progs.count.test_run(PACKET).retval == XDP_PASS


# -- The object's life ---------------------------------------------------------------------------


def test_a_refused_object_tells_what_the_verifier_said(kit: Any) -> None:
    with kit.Kit(kconfig="CONFIG_HZ=wrong\n") as skel:
        with pytest.raises(kit.BpfError, match="cannot load kit_bpf: Invalid argument") as caught:
            skel.load()
        assert caught.value.errno == errno.EINVAL
        assert any("CONFIG_HZ" in message for message in caught.value.messages)
        with pytest.raises(kit.BpfError, match="can be loaded only once"):
            skel.load()


def test_what_needs_a_loaded_object_says_so(kit: Any) -> None:
    with kit.Kit() as skel:
        with pytest.raises(kit.BpfError, match="cannot use map flows before it is loaded"):
            len(skel.maps.flows)
        with pytest.raises(kit.BpfError, match="cannot use count before it is loaded"):
            skel.progs.count.attach()
    with pytest.raises(kit.BpfError, match="kit_bpf is closed"):
        skel.load()
    skel.close()


def test_a_program_can_be_left_out(kit: Any) -> None:
    with kit.Kit() as skel:
        assert (skel.progs.count.autoload, skel.progs.spare.autoload) == (True, False)
        skel.progs.count.autoload = False
        skel.load()
        with pytest.raises(kit.BpfError):
            _ = skel.progs.count.fd
        assert skel.progs.watch.fd > 0


def test_attaching_attaches_what_says_where(kit: Any) -> None:
    with kit.Kit.open_and_load() as skel:
        skel.bss.watched = os.getpid()
        skel.attach()
        os.getppid()
        seen = skel.bss.syscalls
        assert seen > 0
        (link,) = skel.progs.watch.links
        assert skel.progs.count.links == []
        skel.attach()
        assert skel.progs.watch.links == [link]
        skel.detach()
        assert not link.is_attached
        seen = skel.bss.syscalls
        os.getppid()
        assert skel.bss.syscalls == seen
        skel.progs.watch.autoattach = False
        skel.attach()
        assert skel.progs.watch.links == []


def test_sizes_are_set_before_loading(kit: Any) -> None:
    with kit.Kit() as skel:
        skel.maps.flows.max_entries = 1
        skel.load()
        assert skel.maps.flows.max_entries == 1
        skel.maps.flows[kit.KitKey(1)] = kit.KitFlow()
        with pytest.raises(kit.BpfError, match=r"map flows is full \(1 entries\)") as caught:
            skel.maps.flows[kit.KitKey(2)] = kit.KitFlow()
        assert caught.value.errno == errno.E2BIG


# -- Maps ----------------------------------------------------------------------------------------


def test_a_hash_map_is_a_mapping(kit: Any) -> None:
    with kit.Kit.open_and_load() as skel:
        flows = skel.maps.flows
        key, flow = kit.KitKey(10, 20), kit.KitFlow(packets=3, name=b"tcp", kind=5, level=99)
        assert key not in flows
        with pytest.raises(KeyError):
            _ = flows[key]
        flows[key] = flow
        assert flows[key] == flow
        assert (flows[key].kind, flows[key].level, flows[key].name) == (5, 99, b"tcp")
        flows[kit.KitKey(11, 21)] = kit.KitFlow()
        assert len(flows) == 2
        assert set(flows) == {key, kit.KitKey(11, 21)}
        assert dict(flows)[key] == flow
        assert flows.get(kit.KitKey(0)) is None
        with pytest.raises(kit.BpfError) as caught:
            flows.put(key, flow, kit.NOEXIST)
        assert caught.value.errno == errno.EEXIST
        with pytest.raises(TypeError, match="a KitKey is needed, not KitFlow"):
            flows[flow] = flow
        assert flows.pop(key) == flow
        with pytest.raises(KeyError):
            del flows[key]
        flows.clear()
        assert not flows


def test_entries_can_go_while_a_map_is_walked(kit: Any) -> None:
    with kit.Kit.open_and_load() as skel:
        keys = {kit.KitKey(number) for number in range(60)}
        skel.maps.flows.update(dict.fromkeys(keys, kit.KitFlow()))
        walked = set()
        for key in skel.maps.flows:
            walked.add(key)
            del skel.maps.flows[key]
        assert walked == keys
        assert len(skel.maps.flows) == 0


def test_values_of_cpus_are_lists(kit: Any, zoo: Any) -> None:
    cpus = len((Path("/sys/devices/system/cpu/possible")).read_text()) and os.cpu_count()
    with kit.Kit.open_and_load() as skel:
        totals = skel.maps.totals
        assert len(totals) == 3
        assert totals[1] == [0] * len(totals[1])
        assert cpus is not None
        assert len(totals[1]) >= cpus
        skel.progs.count.test_run(PACKET, repeat=5)
        assert sum(totals[1]) == 5
        totals[2] = list(range(len(totals[2])))
        assert dict(totals)[2] == list(range(len(totals[2])))
        with pytest.raises(KeyError):
            totals[3] = totals[2]
        with pytest.raises(KeyError):
            _ = totals[3]
    with zoo.Zoo.open_and_load() as skel:
        counts = skel.maps.counts
        counts[7] = [-1] * len(counts.setdefault(8, [0] * len(totals_of(counts))))
        assert counts[7] == [-1] * len(counts[8])
        del counts[8]
        assert list(counts) == [7]


def totals_of(counts: Any) -> list[int]:
    """A list of the length that values of a per-CPU map have."""
    return [0] * (counts._value.size_bytes // 8)


def test_keys_and_values_are_of_the_types_of_c(zoo: Any, loaded: Any) -> None:
    maps = loaded.maps
    maps.numbers[-5] = -300
    assert dict(maps.numbers) == {-5: -300}
    maps.reals[1 << 63] = 0.5
    assert maps.reals[1 << 63] == 0.5
    maps.switches[b"light"] = True
    assert dict(maps.switches) == {b"light": True}
    maps.samples[2] = zoo.Sample(pid=1, name=b"init")
    assert [sample.name for sample in maps.samples.values()] == [b"", b"", b"init"]
    maps.triples[1] = [1, 2, 3]
    assert list(maps.triples[1]) == [1, 2, 3]
    maps.wide[1] = -(1 << 100)
    assert maps.wide[1] == -(1 << 100)
    maps.untyped[b"abc"] = b"12345"
    assert dict(maps.untyped) == {b"abc": b"12345"}
    route = zoo.Prefix(bits=8, address=(zoo.c_uint8 * 4)(10, 0, 0, 0))
    maps.routes[route] = 4
    assert maps.routes[zoo.Prefix(bits=32, address=(zoo.c_uint8 * 4)(10, 1, 2, 3))] == 4
    assert len(maps.routes) == 1


def test_queues_and_stacks_give_back_what_they_got(zoo: Any, loaded: Any) -> None:
    queue, stack = loaded.maps.queue, loaded.maps.stack
    for number in (1, 2):
        queue.push(number)
        stack.push(number)
    with pytest.raises(zoo.BpfError, match="is full"):
        queue.push(3)
    queue.push(3, make_room=True)
    assert (queue.peek(), queue.pop(), queue.pop(), queue.pop()) == (2, 2, 3, None)
    assert (stack.pop(), stack.pop(), stack.peek()) == (2, 1, None)


def test_a_bloom_filter_knows_what_it_has_seen(loaded: Any) -> None:
    loaded.maps.filter.add(77)
    assert 77 in loaded.maps.filter
    assert not all(number in loaded.maps.filter for number in range(1000, 1100))


def test_programs_and_maps_can_be_values(zoo: Any, loaded: Any) -> None:
    maps = loaded.maps
    assert loaded.progs.tail.test_run(PACKET).retval == 3
    maps.next[1] = loaded.progs.tail_end
    assert loaded.progs.tail.test_run(PACKET).retval == 7
    assert 1 in maps.next
    del maps.next[1]
    assert 1 not in maps.next
    maps.outer[5] = maps.inner
    assert maps.outer[5] > 0
    with pytest.raises(KeyError):
        _ = maps.outer[6]
    with pytest.raises(KeyError):
        del maps.outer[6]


def test_slots_can_be_empty(loaded: Any) -> None:
    with Lab("a") as lab, lab.inside("a"):
        index = socket.if_nametoindex("lo")
        loaded.maps.devices[2] = index
        assert dict(loaded.maps.devices) == {2: index}
        assert 1 not in loaded.maps.devices
        del loaded.maps.devices[2]
        assert len(loaded.maps.devices) == 0


def test_sockets_have_storage_and_places_in_maps(zoo: Any, loaded: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        fd = server.fileno()
        with pytest.raises(KeyError):
            _ = loaded.maps.notes[fd]
        loaded.maps.notes[fd] = zoo.Sample(pid=4, name=b"server")
        assert loaded.maps.notes[fd].name == b"server"
        del loaded.maps.notes[fd]
        loaded.progs.verdict.attach_map(loaded.maps.sockets)
        with socket.create_connection(server.getsockname()) as client:
            loaded.maps.sockets[3] = client
            assert loaded.maps.sockets[3] > 0
            del loaded.maps.sockets[3]
            assert 3 not in loaded.maps.sockets


# -- Buffers -------------------------------------------------------------------------------------


def test_a_ring_buffer_yields_structs(kit: Any) -> None:
    with kit.Kit.open_and_load() as skel:
        assert list(skel.maps.events.read(timeout=0)) == []
        skel.progs.count.test_run(PACKET, repeat=3)
        found = list(skel.maps.events.read(timeout=0))
        assert [event.number for event in found] == [1, 2, 3]
        assert found[0] == kit.KitEvent(number=1, bytes=64, key=kit.KitKey(1, 2))
        skel.progs.count.test_run(PACKET, repeat=2)
        first = next(iter(skel.maps.events))
        assert first.number == 4
        assert [event.number for event in skel.maps.events.read(timeout=0)] == [5]
        skel.progs.count.test_run(PACKET)
        assert [key.port for key in skel.maps.events.of(kit.KitKey).read(timeout=0)] == [0]


def test_reading_waits_for_what_comes_later(kit: Any) -> None:
    with kit.Kit.open_and_load() as skel:
        later = threading.Timer(0.05, lambda: skel.progs.count.test_run(PACKET))
        later.start()
        assert next(skel.maps.events.read(timeout=10)).number == 1
        later.join()


def test_a_signal_ends_waiting(kit: Any) -> None:
    class InterruptedByTestError(Exception):
        pass

    def interrupt(number: int, frame: object) -> None:
        raise InterruptedByTestError

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        with kit.Kit.open_and_load() as skel:
            signal.setitimer(signal.ITIMER_REAL, 0.05)
            with pytest.raises(InterruptedByTestError):
                next(iter(skel.maps.events))
    finally:
        signal.signal(signal.SIGALRM, before)


def test_a_perf_buffer_yields_structs(loaded: Any) -> None:
    lines = loaded.maps.lines
    lines.pages = 4
    lines.open()
    loaded.bss.pid = os.getpid()
    link = loaded.progs.trace.attach()
    os.getppid()
    link.detach()
    found = list(lines.read_with_cpu(timeout=0))
    assert len(found) > 0
    for cpu, sample in found:
        assert cpu in os.sched_getaffinity(0) or cpu < (os.cpu_count() or 1)
        assert sample.pid == os.getpid()
        assert sample.name
    assert lines.lost == 0
    assert list(lines.read(timeout=0)) == []


def test_records_are_sent_to_programs(zoo: Any, loaded: Any) -> None:
    for number in (10, 20):
        loaded.maps.requests.send(number.to_bytes(8, sys.byteorder))
    loaded.maps.requests.send(zoo.Sample(pid=3))
    assert loaded.progs.drain.test_run().retval == 3
    assert loaded.bss.sum == 33


# -- Attachments ---------------------------------------------------------------------------------


@pytest.fixture
def pair() -> Iterator[Lab]:
    """Two namespaces with a link between them."""
    with Lab("a", "b") as lab:
        lab.connect("a", "va", "b", "vb")
        lab.add_address("a", "va", "10.71.0.1/24")
        lab.add_address("b", "vb", "10.71.0.2/24")
        yield lab


@pytest.mark.parametrize("mode", ["auto", "generic", "native"])
def test_xdp_counts_the_packets_of_an_interface(kit: Any, pair: Lab, mode: str) -> None:
    with pair.inside("b"), kit.Kit() as skel:
        skel.rodata.limit = 1000
        skel.load()
        link = skel.progs.count.attach_xdp("vb", mode)
        with pair.inside("a"):
            assert ping("10.71.0.2", count=3) == 3
        seen = skel.bss.packets
        assert seen >= 3
        with pytest.raises(kit.BpfError, match="cannot attach count to vb: Device or resource"):
            skel.progs.count.attach_xdp("vb", mode)
        link.detach()
        with pair.inside("a"):
            assert ping("10.71.0.2") == 1
        assert skel.bss.packets == seen


def test_an_unknown_interface_is_told(kit: Any) -> None:
    with (
        kit.Kit.open_and_load() as skel,
        pytest.raises(kit.BpfError, match="no network interface 'nowhere' here"),
    ):
        skel.progs.count.attach_xdp("nowhere")


def show_qdiscs(link: str) -> str:
    command = ["tc", "qdisc", "show", "dev", link]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_tc_filters_are_attached_and_leave_nothing(loaded: Any, pair: Lab) -> None:
    drop = loaded.progs.tail_end
    with pair.inside("b"):
        one = drop.attach_tc("vb", "ingress", priority=3)
        two = loaded.progs.tail.attach_tc("vb", "egress")
        assert "clsact" in show_qdiscs("vb")
        filters = subprocess.run(
            ["tc", "filter", "show", "dev", "vb", "ingress"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert "pref 3 bpf" in filters
        assert "tail_end" in filters
        one.detach()
        assert "clsact" in show_qdiscs("vb")
        two.detach()
        assert "clsact" not in show_qdiscs("vb")
        subprocess.run(["tc", "qdisc", "add", "dev", "vb", "clsact"], check=True)
        with drop.attach_tc("vb", "ingress"):
            pass
        assert "clsact" in show_qdiscs("vb")
        # An interface that goes takes its filters along.
        drop.attach_tc("vb", "ingress")
        pair.ip("b", "link", "del", "vb")
        drop.detach()


def test_tcx_attaches_by_a_link(loaded: Any, pair: Lab) -> None:
    with pair.inside("b"):
        link = loaded.progs.tail_end.attach_tcx("vb", "ingress")
        assert link.fd >= 0
        with pair.inside("a"):
            # 7 is TC_ACT_REDIRECT, without a target: nothing arrives.
            assert ping("10.71.0.2", timeout_s=0.05) == 0
        link.detach()
        with pair.inside("a"):
            assert ping("10.71.0.2") == 1


def test_a_socket_gets_a_filter(loaded: Any) -> None:
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as receiver,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
    ):
        receiver.bind(("127.0.0.1", 0))
        with loaded.progs.drop_all.attach_socket(receiver):
            sender.sendto(b"dropped", receiver.getsockname())
        sender.sendto(b"passed", receiver.getsockname())
        assert select.select([receiver], [], [], 2)[0]
        assert receiver.recv(100) == b"passed"


def test_a_control_group_gets_a_program(loaded: Any) -> None:
    root = next(
        (Path(p) for p in ("/sys/fs/cgroup", "/sys/fs/cgroup/unified") if is_cgroup2(p)), None
    )
    if root is None:
        pytest.skip("no cgroup v2 is mounted")
    folder = root / f"bpfcc-{os.getpid()}"
    folder.mkdir()
    try:
        with loaded.progs.count_egress.attach_cgroup(folder) as link:
            assert link.fd >= 0
            command = "import socket; socket.socket(type=2).sendto(b'', ('127.0.0.1', 9))"
            script = f'echo $$ > {folder}/cgroup.procs; exec {sys.executable} -c "{command}"'
            subprocess.run(["sh", "-c", script], check=True)
            assert loaded.bss.passed == 1
    finally:
        folder.rmdir()


def is_cgroup2(path: str) -> bool:
    return (Path(path) / "cgroup.controllers").exists()


def test_a_network_namespace_gets_a_program(loaded: Any) -> None:
    with Lab("a") as lab, lab.inside("a"), loaded.progs.choose.attach_netns():
        with (
            socket.create_server(("127.0.0.1", 0)) as server,
            socket.create_connection(server.getsockname()),
        ):
            pass
        assert loaded.bss.passed >= 1


def test_a_function_of_a_library_gets_a_probe(loaded: Any) -> None:
    libc = next(
        line.split()[-1]
        for line in Path("/proc/self/maps").read_text().splitlines()
        if "libc.so" in line
    )
    with loaded.progs.entered.attach_uprobe(libc, "getppid", pid=0):
        os.getppid()
        seen = loaded.bss.passed
        assert seen >= 1
    os.getppid()
    assert loaded.bss.passed == seen


def test_the_context_comes_back_as_the_program_left_it(loaded: Any) -> None:
    result = loaded.progs.change.test_run(ctx=(40).to_bytes(8, sys.byteorder))
    assert result.retval == 5
    assert int.from_bytes(result.ctx, sys.byteorder) == 42


def test_an_iterator_is_read_like_a_file(loaded: Any) -> None:
    for _ in range(2):
        with loaded.progs.list_tasks.open() as output:
            rows = dict(line.split(b" ", 1) for line in output)
        assert str(os.getpid()).encode() in rows
    assert len(loaded.progs.list_tasks.links) == 1


def test_a_tracepoint_gets_a_program(zoo: Any, loaded: Any) -> None:
    loaded.bss.pid = os.getpid()
    with trace_filesystem(), loaded.progs.hit.attach_tracepoint("sched", "sched_process_fork"):
        subprocess.run(["true"], check=True)
        seen = loaded.bss.passed
        assert seen >= 1
    with loaded.progs.trace.attach_raw_tracepoint("sched_process_exit"):
        assert loaded.bss.passed == seen
    with trace_filesystem(), pytest.raises(zoo.BpfError):
        loaded.progs.hit.attach_tracepoint("sched", "no_such_thing")


def open_clock_event() -> int:
    """A perf event that samples this process's CPU time, every microsecond of it."""
    software, attributes = 1, bytearray(128)
    struct.pack_into("=IIQQ", attributes, 0, software, len(attributes), 0, 1000)
    libc = ctypes.CDLL(None, use_errno=True)
    raw = (ctypes.c_char * 128).from_buffer(attributes)
    number = {"x86_64": 298, "s390x": 331, "ppc64le": 319}.get(platform.machine(), 241)
    fd: int = libc.syscall(number, raw, 0, -1, -1, 0)
    return fd


def test_a_perf_event_gets_a_program(loaded: Any) -> None:
    fd = open_clock_event()
    if fd < 0:
        pytest.skip("this kernel does not open perf events")
    loaded.progs.tick.attach_perf_event(fd)
    end = time.process_time() + 1.0
    while not loaded.bss.passed and time.process_time() < end:
        pass
    assert loaded.bss.passed > 0
    loaded.progs.tick.detach()


# -- struct_ops ----------------------------------------------------------------------------------

CONGESTION = Path("/proc/sys/net/ipv4/tcp_available_congestion_control")


def test_struct_ops_maps_are_attached_with_everything_else() -> None:
    name = f"bpfcc{os.getpid()}"
    contents = read_source("congestion.bpf.c", f'-DNAME="{name}"')
    module = import_text(make_python_skeleton(contents))
    with module.Congestion.open_and_load() as skel:
        skel.attach()
        assert name in CONGESTION.read_text().split()
        assert skel.maps.quiet.is_attached
        skel.detach()
        assert name not in CONGESTION.read_text().split()
    with module.Congestion.open_and_load() as skel:
        skel.maps.quiet.attach()
        assert name in CONGESTION.read_text().split()
    assert name not in CONGESTION.read_text().split()


def test_struct_ops_maps_are_changed_before_loading_where_libbpf_can() -> None:
    contents = read_source("congestion.bpf.c", '-DNAME="quiet"')
    module = import_text(make_python_skeleton(contents))
    with module.Congestion() as skel:
        try:
            table = skel.maps.quiet.initial
        except module.BpfError as error:
            pytest.skip(error.strerror)
        assert table.name == b"quiet"
        table.name = name = f"bpfcc{os.getpid()}x".encode()
        skel.load()
        skel.attach()
        assert name in CONGESTION.read_bytes().split()
