"""Spin locks: what a path may not do while it holds one."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.frontend.tree import Call
    from bpfcc.verifier.machine import Machine
    from bpfcc.verifier.state import State

_LOCK, _UNLOCK = "bpf_spin_lock", "bpf_spin_unlock"


def follow_lock(machine: Machine, expr: Call, name: str, state: State) -> None:
    """Follow a helper's effect on the lock that is held; the kernel allows no other's call."""
    if name == _UNLOCK:
        state.lock_loc = 0
        return
    if state.lock_loc:
        diagnostic = machine.say(
            "lock", expr.loc, (expr.loc, name), f"'{name}' is called with a spin lock held"
        )
        if diagnostic is not None:
            diagnostic.note("the lock is taken here", state.lock_loc)
            diagnostic.note("call it before the lock is taken, or after it was released")
    if name == _LOCK:
        state.lock_loc = expr.loc


def check_lock(machine: Machine, state: State, loc: int, where: str) -> None:
    """Check, where a program ends, that it holds no lock."""
    if not state.lock_loc:
        return
    diagnostic = machine.say(
        "lock", state.lock_loc, state.lock_loc, "this lock is not released on every path"
    )
    if diagnostic is not None:
        diagnostic.note(f"{where} is reached with it still held", loc)
        diagnostic.note("call bpf_spin_unlock() in front of each return")
    state.lock_loc = 0
