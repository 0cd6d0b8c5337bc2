"""libbpf by ctypes: what is said when it is missing, and the words of its errors."""

from __future__ import annotations

import pytest

from bpfcc.errors import InputError
from bpfcc.kernel import libbpf


def test_a_missing_library_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libbpf, "LIBRARY_NAME", "libbpf.so.missing")
    libbpf.library.cache_clear()
    try:
        with pytest.raises(InputError, match=r"libbpf\.so\.missing is not installed \(Debian"):
            libbpf.library()
    finally:
        libbpf.library.cache_clear()


def test_a_library_without_our_functions_is_too_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libbpf, "LIBRARY_NAME", "libc.so.6")
    libbpf.library.cache_clear()
    try:
        with pytest.raises(InputError, match="has no bpf_object__open_mem"):
            libbpf.library()
    finally:
        libbpf.library.cache_clear()


def test_error_numbers_in_words() -> None:
    assert libbpf.describe_errno(13) == "Permission denied"
    assert libbpf.describe_errno(524) == "not supported by this kernel"


def test_a_negative_answer_raises_with_its_number() -> None:
    assert libbpf.check(3, "count") == 3
    with pytest.raises(libbpf.KernelError, match="cannot count: Permission denied") as caught:
        libbpf.check(-13, "count")
    assert caught.value.errno == 13
