"""Reading files that may come from strangers: plain files only, of bounded size, no links followed."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from tutor.course.faults import CourseError, Fault

LARGEST_PAGE = 64 * 1024
LARGEST_PACK = 5_000_000
MOST_FILES = 200

_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0)  # opening a pipe must not wait for its other end
_FOLDER = getattr(os, "O_DIRECTORY", 0)
_BY_FOLDER = os.open in os.supports_dir_fd


def read_text(folder: Path, *parts: str, name: str = "", limit: int = LARGEST_PAGE) -> str:
    """The text of the file `parts` below `folder`, which itself is trusted; CourseError says what is wrong with it.

    None of the parts may be a link, and the last must be a plain file of at most `limit` bytes in UTF-8.
    `name` is what the file is called in errors; its path where not given.
    """
    name = name or str(folder.joinpath(*parts))
    try:
        data = _read(folder, parts, name, limit + 1)
    except OSError as error:
        raise CourseError(_fault(error, name)) from None
    except ValueError:  # a NUL in the name
        raise CourseError(Fault("not-found", name)) from None
    if len(data) > limit:
        raise CourseError(Fault("file-too-large", name, details={"limit": limit}))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise CourseError(Fault("not-utf8", name, line)) from None


def _read(folder: Path, parts: tuple[str, ...], name: str, most: int) -> bytes:
    if not _BY_FOLDER:  # Windows: look first, then open
        for i in range(len(parts)):
            if stat.S_ISLNK(folder.joinpath(*parts[: i + 1]).lstat().st_mode):
                raise CourseError(Fault("not-plain", name))
        return _plain(os.open(folder.joinpath(*parts), os.O_RDONLY | getattr(os, "O_BINARY", 0)), name, most)
    at = os.open(folder, os.O_RDONLY | _FOLDER)
    try:
        for part in parts[:-1]:
            below = os.open(part, os.O_RDONLY | _FOLDER | _NO_LINK, dir_fd=at)
            os.close(at)
            at = below
        return _plain(os.open(parts[-1], os.O_RDONLY | _NO_LINK | _NO_WAIT, dir_fd=at), name, most)
    finally:
        os.close(at)


def _plain(handle: int, name: str, most: int) -> bytes:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise CourseError(Fault("not-plain", name))
    with open(handle, "rb") as file:
        return file.read(most)


def _fault(error: OSError, name: str) -> Fault:
    if error.errno in (errno.ENOENT, errno.ENAMETOOLONG):
        return Fault("not-found", name)
    if error.errno in (errno.ELOOP, errno.EMLINK, errno.EISDIR, errno.ENOTDIR, errno.ENXIO):
        return Fault("not-plain", name)
    return Fault("unreadable", name, details={"reason": error.strerror or str(error)})
