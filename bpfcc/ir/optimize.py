"""Which LLVM pipeline a module goes through: what clang chooses for the same ``-O``.

Pure data: the settings travel to the process in which LLVM runs (``codegen.worker``).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from bpfcc.options import Options


class Pipeline:
    """LLVM's settings for one optimization level.

    ``speed`` is the level of the pass pipeline (0 to 3), ``codegen`` that of the instruction
    selector. A size level (``-Os``, ``-Oz``) is the pipeline of ``-O2`` over functions that the
    front end marked ``optsize`` or ``minsize``: those attributes decide the inliner's
    threshold and everything else that tells the two apart.
    """

    __slots__ = ("codegen", "interleave", "slp_vectorize", "speed", "unroll", "vectorize")

    def __init__(self, speed: int, *, unroll: bool, vectorize: bool) -> None:
        self.speed = speed
        self.codegen = speed
        self.unroll = unroll
        self.interleave = unroll  # clang ties interleaving to unrolling
        self.vectorize = vectorize
        self.slp_vectorize = vectorize

    def key(self) -> tuple[int, int, bool, bool, bool, bool]:
        """The settings as the worker takes them."""
        return (
            self.speed,
            self.codegen,
            self.unroll,
            self.interleave,
            self.vectorize,
            self.slp_vectorize,
        )


def choose_pipeline(options: Options, *, with_library: bool = False) -> Pipeline:
    """The pipeline of ``options.opt_level``, loop unrolling as the options want it.

    ``with_library``: some functions are ours, and need to be optimized to fit on the stack; at
    ``-O0`` all others say themselves that they are not.
    """
    level = options.opt_level
    if with_library and level == "0":
        level = "1"
    speed = 2 if level in "sz" else int(level)
    unroll = speed > 1 if options.unroll_loops is None else options.unroll_loops
    # clang vectorizes from -O2 on and at -Os, not at -Oz; on BPF no vector is ever profitable,
    # but the passes also run their clean-ups.
    return Pipeline(speed, unroll=unroll, vectorize=speed > 1 and level != "z")
