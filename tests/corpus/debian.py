"""``python -m tests.corpus.debian FOLDER``: the kernel's own BPF programs, from Debian's package.

Takes what is needed of the kernel source package (that of the system, or else downloaded by apt),
and writes beside it what both compilers have to find: the running kernel's ``vmlinux.h``, the list
of helpers, and a flags file. Needs dpkg-deb, tar and bpftool. Exit status 2: the package cannot be
had.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PACKAGE = "linux-source-6.12"
SYSTEM_ARCHIVE = Path(f"/usr/src/{PACKAGE}.tar.xz")
PARTS = (
    "tools/testing/selftests/bpf",
    "tools/lib/bpf",
    "tools/include",
    "samples/bpf",
    "scripts/bpf_doc.py",
)
SHIPPED = Path(__file__).parents[2] / "include"

FLAGS = """\
-mcpu=v3 -D__TARGET_ARCH_x86 -std=gnu11
-I{source}/tools/testing/selftests/bpf -I{source}/tools/testing/selftests/bpf/progs
-I{source}/samples/bpf -I{folder}/generated -I{source}/tools/lib -I{folder}/generated/bpf
-nostdlibinc -idirafter {shipped} -idirafter {source}/tools/include/uapi
!*_user.c
"""


class UnavailableError(Exception):
    """The package is not there and cannot be fetched."""


def prepare(folder: Path) -> Path:
    """Unpack and generate below `folder` what is not there yet; the folder of the sources."""
    source = folder / PACKAGE
    if not (source / PARTS[-1]).exists():
        folder.mkdir(parents=True, exist_ok=True)
        _unpack(_find_archive(folder), folder)
    generated = folder / "generated"
    (generated / "bpf").mkdir(parents=True, exist_ok=True)
    _write_output(
        ["bpftool", "btf", "dump", "file", "/sys/kernel/btf/vmlinux", "format", "c"],
        generated / "vmlinux.h",
    )
    _write_output(
        [
            sys.executable,
            str(source / "scripts/bpf_doc.py"),
            "--header",
            "--filename",
            str(source / "tools/include/uapi/linux/bpf.h"),
        ],
        generated / "bpf/bpf_helper_defs.h",
    )
    flags = FLAGS.format(source=source, folder=folder, shipped=SHIPPED)
    (folder / "corpus.flags").write_text(flags)
    return source


def _find_archive(folder: Path) -> Path:
    if SYSTEM_ARCHIVE.exists():
        return SYSTEM_ARCHIVE
    commands = (["apt-get", "update", "-q"], ["apt-get", "download", "-q", PACKAGE])
    for command in commands:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            raise UnavailableError(f"{' '.join(command)}: {done.stderr.strip()[-300:]}")
    (package,) = folder.glob(f"{PACKAGE}_*.deb")
    subprocess.run(["dpkg-deb", "-x", package.name, "package"], cwd=folder, check=True)
    package.unlink()
    return folder / f"package/usr/src/{PACKAGE}.tar.xz"


def _unpack(archive: Path, folder: Path) -> None:
    members = [f"{PACKAGE}/{part}" for part in PARTS]
    subprocess.run(["tar", "-xJf", str(archive.resolve()), *members], cwd=folder, check=True)


def _write_output(command: list[str], path: Path) -> None:
    if not path.exists():
        done = subprocess.run(command, capture_output=True, check=True)
        path.write_bytes(done.stdout)


def main() -> int:
    """Prepare the folder that the command line names."""
    try:
        print(prepare(Path(sys.argv[1]).resolve()))
    except UnavailableError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
