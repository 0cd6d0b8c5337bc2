"""How hard the fuzzers try: a little in every test run, as long as asked by ``tests.fuzz``."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from hypothesis import HealthCheck, Phase, settings

FACTOR_VARIABLE = "BPFCC_FUZZ_FACTOR"
"""Environment variable: by how much the number of examples of each fuzzer is multiplied."""


def effort(examples: int) -> settings:
    """Settings of a fuzzer that tries ``examples`` examples in an ordinary test run."""
    return settings(
        max_examples=examples * int(os.environ.get(FACTOR_VARIABLE, "1")),
        deadline=None,
        # Not Phase.explain: for whole programs it takes longer than finding out by hand.
        phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.target, Phase.shrink],
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


class _Expired(BaseException):
    """Time is up; no handler of Exception in what is tested may take it for its own."""


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Fail if the block takes longer: what hangs must not hang the tests."""

    def expire(_number: int, _frame: FrameType | None) -> None:
        raise _Expired

    before = signal.signal(signal.SIGALRM, expire)
    signal.alarm(seconds)
    try:
        yield
    except _Expired as expired:
        where = expired.__traceback__
        while where is not None and where.tb_next is not None and where.tb_next.tb_next is not None:
            where = where.tb_next
        assert where is not None
        code = where.tb_frame.f_code
        raise AssertionError(
            f"took more than {seconds} s, then in {code.co_filename}:{where.tb_lineno}"
        ) from None
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
