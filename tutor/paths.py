"""Where everything lies: lessons, catalogs, the learner's data. Nothing else knows a path."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def lessons() -> Path:
    """The folder of the course that comes with the program."""
    import lessons as pages

    return Path(str(pages.__file__)).parent


def catalogs() -> Path:
    """The folder of the gettext catalogs."""
    return Path(__file__).parent / "locale"


def stylesheet() -> Path:
    """The one stylesheet of the screens."""
    return Path(__file__).parent / "ui" / "tutor.tcss"


def data(chosen: str | None = None) -> Path:
    """The learner's folder: the one chosen on the command line, else `BPTUTOR_HOME`, else the system's place for it.

    It is not made here: that is left to whoever first writes there.
    """
    named = chosen or os.environ.get("BPTUTOR_HOME")
    if named:
        with suppress(RuntimeError):  # `~nobody`: then it is the name of a folder as it stands
            return Path(named).expanduser()
        return Path(named)
    from platformdirs import user_data_path  # only where nobody named a folder

    return user_data_path("bptutor", appauthor=False)


def learners(folder: Path) -> Path:
    """Within the data folder: a folder for each learner that was named."""
    return folder / "learners"


def record(folder: Path) -> Path:
    """The learner's record within the data folder."""
    return folder / "record.sqlite3"


def settings(folder: Path) -> Path:
    """The learner's settings within the data folder."""
    return folder / "settings.toml"


def kept(folder: Path) -> Path:
    """The expressions that the learner kept, within the data folder."""
    return folder / "playground.json"
