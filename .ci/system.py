"""What the machine itself must have: named exactly when it is missing, installed through apt-get when we are root.

`python .ci/system.py setup|demo|test`; standard library only, because it runs before `.venv` exists.
Exit status: 0 all there (or now installed), 1 something is missing and the message says what to install.
"""

import ctypes.util
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """Something outside Python: whether it is here, which Debian packages bring it, and what for."""

    name: str
    present: Callable[[], bool]
    packages: tuple[str, ...]
    purpose: str


def _library(*names: str) -> Callable[[], bool]:
    """Whether the dynamic linker finds each library; `find_library` needs tools that a bare machine lacks."""
    return lambda: all(_loads(f"lib{name}.so.0") or ctypes.util.find_library(name) for name in names)


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def _any_program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


VENV = Part(
    "the venv module with pip",
    lambda: bool(importlib.util.find_spec("ensurepip")),
    (f"python3.{sys.version_info.minor}-venv",),
    "build .venv",
)
PANGO = Part(
    "Pango and HarfBuzz-subset",
    _library("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"),
    ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
    "print packets (WeasyPrint)",
)
CHROMIUM = Part(
    "Chromium",
    _any_program("chromium", "chromium-browser", "google-chrome"),
    ("chromium",),
    "run browser tests and take screenshots",
)
POPPLER = Part("pdftotext and pdfsig", _any_program("pdfsig"), ("poppler-utils",), "test packets")
QPDF = Part("qpdf", _any_program("qpdf"), ("qpdf",), "test packets")

NEEDS = {"setup": (VENV,), "demo": (PANGO,), "test": (PANGO, CHROMIUM, POPPLER, QPDF)}


def missing(purpose: str) -> list[Part]:
    """The parts this purpose needs and the machine lacks."""
    return [part for part in NEEDS[purpose] if not part.present()]


def install(packages: list[str]) -> bool:
    """Install Debian packages without a question; False where apt-get is absent, refused us or failed."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    steps = ([apt, "update", "-qq"], [apt, "install", "-y", "-qq", "--no-install-recommends", *packages])
    print("Installing " + " ".join(packages) + " with apt-get ...", flush=True)
    # A stale package list may still do, so only the last step decides.
    return [subprocess.call(step, stdin=subprocess.DEVNULL, env=environment) for step in steps][-1] == 0


def main(arguments: list[str]) -> int:
    """Check one purpose, install what can be installed, and name what still is missing."""
    if len(arguments) != 1 or arguments[0] not in NEEDS:
        print(f"usage: system.py {'|'.join(NEEDS)}", file=sys.stderr)
        return 2
    lacking = missing(arguments[0])
    if lacking and install([package for part in lacking for package in part.packages]):
        lacking = missing(arguments[0])
    for part in lacking:
        print(f"Missing on this machine: {part.name}, needed to {part.purpose}.", file=sys.stderr)
    if lacking:
        packages = " ".join(package for part in lacking for package in part.packages)
        print(f"On Debian or Ubuntu, as root: apt-get install {packages}", file=sys.stderr)
        print("On other systems install the packages of the same purpose; then repeat the command.", file=sys.stderr)
    return 1 if lacking else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
