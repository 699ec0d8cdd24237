"""Small files written whole: after a crash there is the old file or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def write_whole(path: Path, text: str | Iterable[str]) -> None:
    """Put `text` in the place of the file at `path`; its folder is made where there is none. Raises OSError.

    Text may come in pieces, as they are made; what making them raises leaves the file as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}")  # beside it, to be exchanged
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.writelines([text] if isinstance(text, str) else text)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def aside(path: Path, why: str = "damaged") -> Path:
    """A free name beside `path`, under which it can be kept when it can't be used, or is to be used no more."""
    from datetime import UTC, datetime  # seldom needed

    stamp = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    kept = path.with_name(f"{path.stem}.{why}-{stamp}{path.suffix}")
    number = 1
    while kept.exists():
        number += 1
        kept = path.with_name(f"{path.stem}.{why}-{stamp}-{number}{path.suffix}")
    return kept
