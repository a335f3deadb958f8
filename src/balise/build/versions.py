"""What the last bit of a number rests on besides its inputs: code, libraries, processor."""

import hashlib
import importlib
import importlib.metadata
import platform
from functools import cache
from pathlib import Path

import balise

__all__ = ["code_digest", "processor", "versions"]

_LIBRARIES = ("numpy", "scipy", "numba", "polars")


@cache
def code_digest() -> str:
    """Give a digest of every module of Balise as it is installed here."""
    root = Path(balise.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        if path.suffix in {".py", ".toml"} and "site" not in path.relative_to(root).parts:
            whole.update(path.relative_to(root).as_posix().encode() + b"\0")
            whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Give the versions that machines which share work must have in common.

    Examples
    --------
    >>> list(versions())
    ['balise', 'code of balise', 'Python', 'numpy', 'scipy', 'numba', 'polars']
    """
    return {
        "balise": balise.__version__,
        "code of balise": code_digest()[:12],
        "Python": platform.python_version(),
        **{name: importlib.metadata.version(name) for name in _LIBRARIES},
    }


@cache
def processor() -> str:
    """Name the kind of processor by what it can do, which moves the last digits of sums."""
    return f"{platform.machine()} {_features()}"


def _features() -> str:
    try:
        inside = importlib.import_module("numpy._core._multiarray_umath")
    except ImportError:  # a private place: elsewhere in another numpy
        return ""
    features: dict[str, bool] = getattr(inside, "__cpu_features__", {})
    able = sorted(name for name, has in features.items() if has)
    return hashlib.sha256(" ".join(able).encode()).hexdigest()[:8]
