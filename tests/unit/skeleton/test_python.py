"""The text of Python skeletons, and the classes that it makes."""

from __future__ import annotations

import ast
import ctypes
import zlib
from pathlib import Path

import pytest
from click.testing import CliRunner

import bpfcc
from bpfcc.btf.types import Composite
from bpfcc.cli.skeleton import command
from bpfcc.elf.uapi import MAP_TYPES
from bpfcc.errors import InputError
from bpfcc.skeleton.contents import read_contents
from bpfcc.skeleton.parts import _ORDER, FOLDER, choose_parts, read_part
from bpfcc.skeleton.pymaps import MAP_FORMS
from bpfcc.skeleton.python import make_python_skeleton
from bpfcc.skeleton.pytypes import make_class_name
from tests.unit.skeleton.build import (
    COMPILERS,
    HERE,
    compile_contents,
    import_text,
    kit_object,
    read_kit,
)

HEAD = "#include <linux/bpf.h>\n#include <bpf/bpf_helpers.h>\n"


def module_of(tmp_path: Path, source: str, *records: str) -> object:
    contents = compile_contents(tmp_path, HEAD + source)
    return import_text(make_python_skeleton(contents, records=records))


def offsets_of(cls: type[ctypes.Structure]) -> dict[str, int]:
    return {name: getattr(cls, name).offset for name in cls.__annotations__}


@pytest.mark.parametrize("compiler", COMPILERS)
def test_structs_have_the_layout_of_the_object(compiler: str) -> None:
    contents = read_kit(compiler)
    module = import_text(make_python_skeleton(contents))
    assert contents.btf is not None
    for name in ("kit_key", "kit_flow", "kit_event"):
        found = contents.btf.find(name)
        assert isinstance(found, Composite)
        cls = getattr(module, make_class_name(name))
        assert ctypes.sizeof(cls) == found.size_bytes
        for member in found.members:
            if not member.bitfield_bits:
                assert getattr(cls, member.name).offset * 8 == member.offset_bits
    for entry, data in contents.memory:
        cls = getattr(module, make_class_name(f"{entry.name}_section"))
        for variable in data.variables:
            assert getattr(cls, variable.name).offset == variable.offset_bytes


def test_the_object_is_inside() -> None:
    module = import_text(make_python_skeleton(read_kit()))
    assert module.Kit._read_object(None) == kit_object()
    assert zlib.crc32(module.Kit._read_object(None)) == zlib.crc32(kit_object())


def test_anonymous_members_are_reached_through_their_owner(tmp_path: Path) -> None:
    module = module_of(
        tmp_path,
        """
        struct mixed {
                char tag;
                union { int word; struct { short low; unsigned up: 5, down: 11; }; };
                struct { long inner; } named;
                __int128 wide;
        } mixed = { .tag = 1 };
        SEC("xdp") int p(void *c) { return mixed.tag; }
        """,
    )
    mixed = module.Mixed(low=3, up=9, down=1000, wide=-5)  # type: ignore[attr-defined]
    assert ctypes.sizeof(mixed) == 32
    assert (mixed.low, mixed.up, mixed.down, mixed.wide) == (3, 9, 1000, -5)
    assert mixed.word == 3 | 9 << 16 | 1000 << 21
    mixed.named.inner = 7
    assert bytes(mixed)[8:16] == (7).to_bytes(8, "little")
    assert bytes(mixed)[16:] == (-5).to_bytes(16, "little", signed=True)


def test_packed_and_sparse_structs_are_padded(tmp_path: Path) -> None:
    module = module_of(
        tmp_path,
        """
        struct tight { char a; long b; short c; } __attribute__((packed)) tight = { 1 };
        struct sparse { char a; int b __attribute__((aligned(32))); } sparse = { 1 };
        union odd { char a[3]; short b; } odd = { { 1 } };
        struct empty {} empty[2] = {};
        SEC("xdp") int p(void *c)
        {
                return tight.a + sparse.a + odd.b + (empty == 0);
        }
        """,
    )
    assert offsets_of(module.Tight) == {"a": 0, "b": 1, "c": 9}  # type: ignore[attr-defined]
    assert ctypes.sizeof(module.Tight) == 11  # type: ignore[attr-defined]
    assert offsets_of(module.Sparse) == {"a": 0, "b": 32}  # type: ignore[attr-defined]
    assert ctypes.sizeof(module.Sparse) == 64  # type: ignore[attr-defined]
    assert ctypes.sizeof(module.Odd) == 4  # type: ignore[attr-defined]


def test_enumerations_keep_their_constants(tmp_path: Path) -> None:
    module = module_of(
        tmp_path,
        """
        enum level { LOW = -1, __HIGH = 4, real_, mro, None_ };
        enum level level = LOW;
        enum big { BIG = 0x123456789aULL } big = BIG;
        SEC("xdp") int p(void *c) { return level + big; }
        """,
    )
    level = module.Level  # type: ignore[attr-defined]
    assert [(word.name, word.value) for word in level] == [
        ("LOW", -1),
        ("_HIGH", 4),
        ("real_", 5),
        ("mro_", 6),
        ("None_", 7),
    ]
    assert module.Big.BIG == 0x123456789A  # type: ignore[attr-defined]


def test_words_of_python_and_of_ctypes_do_not_get_in_the_way(tmp_path: Path) -> None:
    module = module_of(
        tmp_path,
        """
        struct map { int from; int _fields_; long bytes; int int_; char __private; };
        struct struct_ { int class; } s = { 1 };
        struct map lambda = { 1 };
        struct {
                __uint(type, BPF_MAP_TYPE_HASH);
                __uint(max_entries, 1);
                __type(key, struct map);
                __type(value, struct struct_);
        } import SEC(".maps");
        SEC("xdp") int async(void *c) { return lambda.from + s.class; }
        """,
    )
    assert list(module.Map_2.__annotations__) == [  # type: ignore[attr-defined]
        "from_",
        "_fields__",
        "bytes",
        "int_",
        "_private",
    ]
    text = make_python_skeleton(compile_contents(tmp_path, (tmp_path / "prog.bpf.c").read_text()))
    assert 'self.import_ = HashMap(skeleton, "import", _Record(Map_2), _Record(Struct_2))' in text
    assert 'self.async_ = XdpProgram(skeleton, "async")' in text
    assert "    lambda_: Map_2" in text


EVENTS = """
struct first { int a; };
struct second { long b; };
struct {
        __uint(type, BPF_MAP_TYPE_RINGBUF);
        __uint(max_entries, 4096);
} events SEC(".maps"), others SEC(".maps");
SEC("xdp") int p(void *c)
{
        bpf_ringbuf_output(&others, &c, 8, 0);
        return bpf_ringbuf_output(&events, &c, 8, 0);
}
"""
ONE = "struct first *unused;"
BOTH = "struct first *unused; struct second *unused_too;"


@pytest.mark.parametrize(
    ("declarations", "records", "events", "others"),
    [
        ("", [], "_Whole()", "_Whole()"),
        (ONE, [], "_Record(First)", "_Record(First)"),
        (BOTH, [], "_Whole()", "_Whole()"),
        (BOTH, ["events=second"], "_Record(Second)", "_Whole()"),
        (BOTH, ["events=second", "others=first"], "_Record(Second)", "_Record(First)"),
    ],
)
def test_records_are_of_the_type_that_is_there_for_them(
    tmp_path: Path, declarations: str, records: list[str], events: str, others: str
) -> None:
    source = HEAD + EVENTS.replace('SEC("xdp")', declarations + '\nSEC("xdp")')
    text = make_python_skeleton(compile_contents(tmp_path, source), records=records)
    assert f'self.events = RingBuffer(skeleton, "events", {events})' in text
    assert f'self.others = RingBuffer(skeleton, "others", {others})' in text
    if declarations == BOTH:
        assert "class First(Struct):" in text
        assert "class Second(Struct):" in text


def test_a_pointer_that_code_uses_says_nothing_of_records(tmp_path: Path) -> None:
    source = HEAD + EVENTS.replace(
        'SEC("xdp") int p(void *c)\n{',
        'struct first *used; SEC("xdp") int p(void *c)\n{ if (used) return 1;',
    )
    assert '"events", _Whole())' in make_python_skeleton(compile_contents(tmp_path, source))


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ("nothing", "the object's type information has no struct 'nothing'"),
        ("nowhere=first", r"no ring or perf buffer is called 'nowhere' \(known: others, events\)"),
        ("=first", "a record is given as TYPE or MAP=TYPE, not as '=first'"),
        ("events=", "a record is given as TYPE or MAP=TYPE, not as 'events='"),
    ],
)
def test_wrong_records_are_told(tmp_path: Path, record: str, message: str) -> None:
    contents = compile_contents(tmp_path, HEAD + EVENTS + ONE)
    with pytest.raises(InputError, match=message):
        make_python_skeleton(contents, records=[record])


def test_only_parts_that_are_needed_are_copied(tmp_path: Path) -> None:
    source = HEAD + 'SEC("xdp") int p(void *c) { return 0; }'
    text = make_python_skeleton(compile_contents(tmp_path, source))
    assert "class XdpProgram(Program):" in text
    for absent in ("class RingBuffer", "class HashMap", "class TcProgram", "class Maps"):
        assert absent not in text
    assert "bpfcc.skeleton" not in text


def test_the_parts_are_all_of_the_runtime() -> None:
    modules = {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert modules == set(_ORDER)
    assert set(MAP_FORMS) <= set(MAP_TYPES)
    for form in MAP_FORMS.values():
        assert form.name in read_part(form.part).definitions


def test_parts_stand_behind_what_they_need_when_they_are_run() -> None:
    parts = choose_parts(set(_ORDER))
    assert [part.name for part in parts] == list(_ORDER)
    known: set[str] = set()
    for part in parts:
        known |= part.definitions
        for node in ast.parse(part.code).body:
            for base in node.bases if isinstance(node, ast.ClassDef) else []:
                names = {n.id for n in ast.walk(base) if isinstance(n, ast.Name)}
                own = {name for found in part.names.values() for name in found}
                assert names <= known | own | {"OSError", "ctypes", "int", "list"}, (
                    part.name,
                    names,
                )


def test_parts_define_no_name_twice() -> None:
    seen: dict[str, str] = {}
    for name in _ORDER:
        for defined in read_part(name).definitions:
            if defined in seen:
                line = f'{defined} = TypeVar("{defined}"'
                assert line in read_part(name).code, f"{defined} is in {name} and {seen[defined]}"
            seen[defined] = name


def test_hostile_names_do_not_get_out_of_their_strings(tmp_path: Path) -> None:
    evil = '.data.\\"\\"\\";import os\\n\\\\'
    source = HEAD + f'int n SEC("{evil}") = 1; SEC("xdp") int p(void *c) {{ return n; }}'
    contents = compile_contents(tmp_path, source, name='x"""\nimport os')
    text = make_python_skeleton(contents)
    tree = ast.parse(text)
    imported = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    assert imported <= {"base64", "ctypes", "errno", "mmap", "os", "socket", "sys", "zlib"}
    module = import_text(text)
    assert hasattr(module, "XImportOs")
    with pytest.raises(AttributeError):
        _ = module.evil


def test_members_that_share_bytes_are_all_there(tmp_path: Path) -> None:
    contents = compile_contents(
        tmp_path,
        HEAD + 'struct two { int a, b; } two = { 1 }; SEC("xdp") int p(void *c) { return two.a; }',
    )
    assert contents.btf is not None
    found = contents.btf.find("two")
    assert isinstance(found, Composite)
    # As compilers of other languages write it.
    found.members[1] = found.members[1]._replace(offset_bits=16)
    module = import_text(make_python_skeleton(contents))
    two = module.Two(a=0x11223344)
    assert ctypes.sizeof(two) == 8
    assert two.b == 0x1122
    two.b = -1
    assert two.a == 0xFFFF3344 - (1 << 32)


def test_an_object_without_types_is_read_as_bytes(tmp_path: Path) -> None:
    from tests.diff.compilers import compile_with_bpfcc

    path = tmp_path / "prog.c"
    path.write_text(HEAD + 'int n = 1; SEC("xdp") int p(void *c) { return n; }')
    contents = read_contents(compile_with_bpfcc(path, ["-g0"]), "prog.o", "prog")
    text = make_python_skeleton(contents)
    assert "class Prog(Skeleton):" in text
    assert "_open_section(" not in text.split("class Prog(Skeleton):")[1]


def test_the_command_and_the_compiled_object_give_the_same_module(tmp_path: Path) -> None:
    compiled = bpfcc.compile(HERE / "kit.bpf.c", include_folders=[HERE])
    obj, out = tmp_path / "kit.bpf.o", tmp_path / "kit_skel.py"
    compiled.save(obj)
    words = [str(obj), "--lang", "python", "-o", str(out)]
    done = CliRunner().invoke(command, words, catch_exceptions=False)
    assert (done.exit_code, done.output) == (0, "")
    assert out.read_text() == compiled.skeleton("python")
    assert "struct kit_bpf {" in compiled.skeleton("c")
    assert "class Other(Skeleton):" in compiled.skeleton("python", name="other")
    with pytest.raises(InputError, match="in one of c, python, not in 'java'"):
        compiled.skeleton("java")
    words = [str(obj), "--record", "events=kit_event"]
    assert CliRunner().invoke(command, words).exit_code == 2
