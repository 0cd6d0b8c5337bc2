from __future__ import annotations

import pytest

from bpfcc.ir.module import Global, Metadata, Module, escape_bytes, global_name, quote


def test_equal_metadata_nodes_get_one_number() -> None:
    metadata = Metadata()
    first = metadata.node("!{i32 1}")
    assert metadata.node("!{i32 2}") != first
    assert metadata.node("!{i32 1}") == first


def test_distinct_nodes_are_never_merged() -> None:
    metadata = Metadata()
    assert metadata.distinct("!{}") != metadata.distinct("!{}")


def test_a_loop_node_names_itself_first() -> None:
    metadata = Metadata()
    metadata.node("!{}")
    assert metadata.loop(", !0") == "!1"
    assert metadata.nodes[1] == "distinct !{!1, !0}"


def test_a_reserved_node_is_given_once() -> None:
    metadata = Metadata()
    number = metadata.reserve()
    metadata.define(number, "!{i32 7}")
    assert metadata.nodes[number] == "!{i32 7}"
    with pytest.raises(AssertionError):
        metadata.define(number, "!{}")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x", "@x"),
        ("f.x", "@f.x"),
        ("__const.f.x", "@__const.f.x"),
        ("2x", '@"2x"'),
        ("a b", '@"a b"'),
    ],
)
def test_names_are_quoted_where_llvm_needs_it(name: str, text: str) -> None:
    assert global_name(name) == text


def test_bytes_are_escaped() -> None:
    assert escape_bytes(b'a"\\\n\xff') == "a\\22\\5C\\0A\\FF"
    assert quote("ä") == '"\\C3\\A4"'


def test_one_counter_makes_names_unique() -> None:
    module = Module("x.c", "bpfel", "e")
    names = [module.unique_name(name) for name in (".str", ".str", "f.x", "f.x", ".str")]
    assert names == [".str", ".str.1", "f.x", "f.x.2", ".str.3"]


def test_a_module_is_written_in_order() -> None:
    module = Module("x.c", "bpfel", "e-m:e")
    item = module.globals["g"] = Global("g", "i32")
    item.text = "global i32 0"
    module.compiler_used.append("g")
    module.asm_lines.append('r0 = "x"')
    group = module.attribute_group("nounwind")
    assert group == module.attribute_group("nounwind") == "#0"
    text = module.render()
    assert text.index("module asm") < text.index("@g = global") < text.index("@llvm.compiler.used")
    assert 'module asm "r0 = \\22x\\22"' in text
    assert "attributes #0 = { nounwind }" in text
