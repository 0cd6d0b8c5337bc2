"""``bpfcc verify``, ``run`` and ``explain`` on real objects."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bpfcc.cli import explain, run, verify
from bpfcc.errors import InputError
from tests.diff.compilers import compile_with_bpfcc
from tests.run import packets
from tests.run.example import compile_example

pytestmark = pytest.mark.kernel

REFUSED = Path(__file__).parent / "rejected" / "memory.c"


@pytest.fixture
def firewall(tmp_path: Path) -> str:
    path = tmp_path / "firewall.o"
    path.write_bytes(compile_example("xdp_firewall"))
    return str(path)


@pytest.fixture(scope="module")
def refused(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("refused") / "memory.o"
    path.write_bytes(compile_with_bpfcc(REFUSED))
    return str(path)


def call(command: object, *arguments: str, exit_code: int = 0) -> Result:
    result = CliRunner().invoke(command, list(arguments))  # type: ignore[arg-type]
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == exit_code, result.output
    return result


def test_verify_tells_of_a_program_that_is_taken(firewall: str) -> None:
    out = call(verify.command, firewall).output
    assert out.startswith("firewall [xdp]: ok (")
    rows = json.loads(call(verify.command, firewall, "--json").output)["programs"]
    assert len(rows) == 1
    assert rows[0]["name"] == "firewall"
    assert rows[0]["ok"] is True
    assert rows[0]["verified_instructions"] > 50
    assert (rows[0]["error"], rows[0]["line"]) == (None, None)


def test_verify_explains_a_refusal(refused: str) -> None:
    result = call(verify.command, refused, "--program", "lookup_without_check", exit_code=1)
    line = REFUSED.read_text().splitlines().index("\tfound->counts[0]++; // !null-pointer") + 1
    first, second = result.output.splitlines()[:2]
    assert first.startswith("lookup_without_check [xdp]: refused")
    assert f"memory.c:{line}:" in second
    assert "error: 'found' may be NULL here" in second
    assert "the kernel says: R0 invalid mem access 'map_value_or_null'" in result.output
    assert "help: compare it with NULL" in result.output
    row = json.loads(
        call(verify.command, refused, "-p", "lookup_without_check", "--json", exit_code=1).output
    )["programs"][0]
    assert (row["ok"], row["line"], row["kind"]) == (False, line, "null-pointer")


def test_without_the_right_to_load_one_sentence_says_so(firewall: str) -> None:
    bare = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
    for words, stream in (
        (["verify", firewall], "stdout"),
        (["run", firewall, "--packet", "00" * 64], "stderr"),
    ):
        command = [*bare, sys.executable, "-m", "bpfcc", *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert "CAP_BPF" in getattr(done, stream)
        assert "Traceback" not in done.stderr


def test_verify_shows_the_whole_log(refused: str) -> None:
    out = call(verify.command, refused, "-p", "lookup_without_check", "--log", exit_code=1).output
    assert "call bpf_map_lookup_elem#1" in out
    assert "processed " in out


def test_programs_of_a_static_program_array_are_verified_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "tail_calls.o"
    path.write_bytes(compile_example("tail_calls"))
    out = call(verify.command, str(path)).output
    assert out.count(": ok") == 4
    assert call(verify.command, str(path), "-p", "parse_udp").output.count(": ok") == 1


def test_run_prints_verdict_packet_and_maps(firewall: str) -> None:
    packet = packets.tcp(dport=23)
    out = call(
        run.command,
        *(firewall, "--program", "firewall", "--packet", packet.hex()),
        *("--map", "blocked_services=u16/6,be16/23:1", "--dump-maps", "--repeat", "3"),
    ).output
    assert "firewall: 1 (XDP_DROP)" in out
    assert packet.hex() in out
    assert "map blocked_services:\n  06000017: 01" in out


def test_run_answers_in_json(firewall: str) -> None:
    packet = packets.udp()
    answer = json.loads(
        call(
            run.command,
            *(firewall, "--packet", packet.hex(), "--json"),
            *("--map", "networks=u32/8,10.0.0.0:2"),
        ).output
    )
    assert answer["retval"] == 2
    assert answer["action"] == "XDP_PASS"
    assert answer["packet"] == packet.hex()
    assert answer["duration_ns"] > 0
    entry = {"key": struct.pack("=I", 8).hex() + "0a000000", "value": struct.pack("=I", 2).hex()}
    assert answer["maps"]["networks"] == [entry]


def test_run_takes_every_packet_of_a_capture(firewall: str, tmp_path: Path) -> None:
    capture = tmp_path / "x.pcap"
    frames = [packets.udp(), packets.tcp(), packets.echo()]
    head = struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    rows = [struct.pack("<IIII", 0, 0, len(f), len(f)) + f for f in frames]
    capture.write_bytes(head + b"".join(rows))
    answers = json.loads(call(run.command, firewall, "--packet", str(capture), "--json").output)
    assert [answer["packet"] for answer in answers] == [frame.hex() for frame in frames]


def test_run_follows_tail_calls_and_sets_variables(tmp_path: Path) -> None:
    path = tmp_path / "tail_calls.o"
    path.write_bytes(compile_example("tail_calls"))
    out = call(
        run.command, str(path), "-p", "parse_ethernet", "--packet", packets.tcp().hex(), "--json"
    ).output
    assert json.loads(out)["globals"]["tcp_syns"] == struct.pack("=Q", 1).hex()
    stats = tmp_path / "stats.o"
    stats.write_bytes(compile_example("percpu_stats"))
    answer = json.loads(
        call(
            run.command,
            *(str(stats), "--packet", packets.tcp().hex(), "--json", "--map", "watch_sizes=0"),
        ).output
    )
    assert answer["action"] == "TC_ACT_UNSPEC"
    assert answer["globals"]["largest"] == "00000000"


def test_run_gives_a_context(tmp_path: Path) -> None:
    source = tmp_path / "ctx.c"
    source.write_text(
        "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n"
        'SEC("syscall") int twice(__u64 *ctx) { ctx[1] = ctx[0] * 2; return 7; }\n'
    )
    obj, context = tmp_path / "ctx.o", tmp_path / "ctx.bin"
    obj.write_bytes(compile_with_bpfcc(source))
    context.write_bytes(struct.pack("=QQ", 21, 0))
    answer = json.loads(call(run.command, str(obj), "--ctx", str(context), "--json").output)
    assert (answer["retval"], answer["action"]) == (7, None)
    assert bytes.fromhex(answer["ctx"]) == struct.pack("=QQ", 21, 42)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-p", "nobody", "--packet", "00" * 14], "no program 'nobody'"),
        ([], "runs on a packet"),
        (["--packet", "0011"], "has 2 bytes"),
        (["--packet", "xyz"], "neither a file nor hexadecimal"),
        (["--packet", "00" * 64, "--map", "nothing=1:1"], "no map 'nothing'"),
        (["--packet", "00" * 64, "--map", "nothing=1"], "no global variable 'nothing'"),
        (["--packet", "00" * 64, "--map", "networks=1.2.3.4.5:1"], "neither a number"),
    ],
)
def test_run_says_what_is_wrong(firewall: str, arguments: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        call(run.command, firewall, *arguments)


def test_a_program_that_the_kernel_cannot_test_run_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "hello.o"
    path.write_bytes(compile_example("hello"))
    with pytest.raises(InputError, match="no test run for tracepoint"):
        call(run.command, str(path))


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x7fELF" + b"\0" * 60])
def test_a_file_that_is_no_object_is_one_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.o"
    path.write_bytes(content)
    for command in (verify.command, run.command):
        with pytest.raises(InputError):
            call(command, str(path))


def test_explain_ties_a_saved_log_to_the_object(refused: str, tmp_path: Path) -> None:
    row = json.loads(
        call(
            verify.command, refused, "-p", "lookup_without_check", "--log", "--json", exit_code=1
        ).output
    )["programs"][0]
    saved = tmp_path / "saved.log"
    # As an older kernel writes it: source lines without file and number.
    lines = [line.split(" @ ")[0] for line in row["log"].splitlines()]
    saved.write_text("\n".join(lines) + "\n")
    out = call(
        explain.command, str(saved), "--object", refused, "--program", "lookup_without_check"
    ).output
    assert f"memory.c:{row['line']}:" in out.splitlines()[0]
    assert "[null-pointer]" in out
    answer = json.loads(call(explain.command, str(saved), "--json").output)
    assert answer["kind"] == "null-pointer"


@pytest.mark.parametrize("text", ["", "  \n", "0: (95) exit\nprocessed 1 insns (limit 1000000)\n"])
def test_explain_without_a_refusal_is_an_error(tmp_path: Path, text: str) -> None:
    saved = tmp_path / "saved.log"
    saved.write_text(text)
    with pytest.raises(InputError):
        call(explain.command, str(saved))
