from __future__ import annotations

from bpfcc.ir.cleanup import CleanupStack
from bpfcc.ir.function import FunctionBuilder


def body(builder: FunctionBuilder) -> str:
    return "\n".join(builder.render())


def test_blocks_are_written_where_they_are_placed() -> None:
    builder = FunctionBuilder()
    first, second = builder.new_block("a"), builder.new_block("b")
    builder.terminate("condbr", "%c", [first, second])
    builder.place(second)
    builder.terminate("raw", "ret void", [])
    builder.place(first, after=builder.entry)
    builder.terminate("br", "", [second])
    text = body(builder)
    assert text.index("\na1:") < text.index("\nb2:")
    assert first.single_predecessor() is builder.entry
    assert second.single_predecessor() is None


def test_a_redirected_edge_is_counted_at_its_new_target() -> None:
    builder = FunctionBuilder()
    old, new = builder.new_block("old"), builder.new_block("new")
    branch = builder.terminate("br", "", [old])
    branch.redirect(0, new)
    assert not old.uses
    assert new.single_predecessor() is builder.entry


def test_a_phi_names_the_block_that_swallowed_its_own() -> None:
    builder = FunctionBuilder()
    inner, end = builder.new_block("inner"), builder.new_block("end")
    inner.merged_into = builder.entry
    builder.terminate("br", "", [end])
    builder.place(end)
    value = builder.phi("i32", [("1", inner)])
    builder.terminate("raw", f"ret i32 {value}", [])
    assert "phi i32 [ 1, %entry ]" in body(builder)


def test_leaving_a_scope_by_its_end_runs_the_cleanup_in_place() -> None:
    builder = FunctionBuilder()
    cleanups = CleanupStack(builder)
    cleanups.push(lambda: builder.emit_void("call void @end()"))
    cleanups.pop_to(0)
    builder.terminate("raw", "ret void", [])
    assert body(builder).count("call void @end()") == 1
    assert "cleanup" not in body(builder)


def test_one_jump_out_needs_no_switch() -> None:
    builder = FunctionBuilder()
    cleanups = CleanupStack(builder)
    out = cleanups.target(builder.new_block("out"))
    cleanups.push(lambda: builder.emit_void("call void @end()"))
    cleanups.jump(out)
    cleanups.pop_to(0)
    builder.place(out.block)
    builder.terminate("raw", "ret void", [])
    text = body(builder)
    assert text.count("call void @end()") == 1
    assert "switch" not in text
    assert "cleanup.dest.slot" not in text


def test_falling_out_and_jumping_out_share_one_cleanup() -> None:
    builder = FunctionBuilder()
    cleanups = CleanupStack(builder)
    out = cleanups.target(builder.new_block("out"))
    cleanups.push(lambda: builder.emit_void("call void @end()"))
    leave, stay = builder.new_block("leave"), builder.new_block("stay")
    builder.terminate("condbr", "%c", [leave, stay])
    builder.place(leave)
    cleanups.jump(out)
    builder.place(stay)
    cleanups.pop_to(0)
    builder.terminate("br", "", [out.block])
    builder.place(out.block)
    builder.terminate("raw", "ret void", [])
    text = body(builder)
    assert text.count("call void @end()") == 1
    assert "switch i32" in text
    assert "store i32 1, ptr" in text
    assert "store i32 0, ptr" in text


def test_a_jump_to_a_label_ahead_goes_through_the_cleanups_that_end_before_it() -> None:
    builder = FunctionBuilder()
    cleanups = CleanupStack(builder)
    label = cleanups.target(builder.new_block("label"), is_known=False)
    cleanups.push(lambda: builder.emit_void("call void @outer()"))
    cleanups.push(lambda: builder.emit_void("call void @inner()"))
    cleanups.jump(label)
    cleanups.pop_to(1)
    cleanups.resolve(label)
    builder.place(label.block)
    cleanups.pop_to(0)
    builder.terminate("raw", "ret void", [])
    text = body(builder)
    assert text.index("@inner") < text.index("\nlabel1:") < text.index("@outer")
    assert text.count("@outer") == text.count("@inner") == 1
