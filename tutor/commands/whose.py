"""Whose data a command works with: the folder that --data and --learner name, its settings, and their language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tutor import paths
from tutor.commands.telling import UsageError, chosen, complain, safe
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from tutor.learner.settings import Settings

NAMES: dict[str, str] = {
    "empty": N_("--learner needs a name"),
    "long": N_("a learner's name has at most {longest} characters"),
    "character": N_("a learner's name has letters, digits and blanks, and no other signs than - _ . '"),
    "edge": N_("a learner's name does not begin or end with a dot, or begin with a hyphen"),
    "reserved": N_("{name} can't be a learner's name: on Windows it is no name of a folder"),
}


class Whose(NamedTuple):
    """A learner's own."""

    folder: Path
    settings: Settings
    t: Words
    learner: str = ""
    """The name, as the folder has it; empty where none was given."""


def whose(options: argparse.Namespace, t: Words, *, known: bool = False) -> Whose:
    """What the command line names; UsageError for a name that can't be one, or where it must be `known` and is not."""
    from tutor.learner.settings import Settings

    folder, name = paths.data(options.data), ""
    if options.learner is not None:
        folder = _folder(folder, options.learner, known, t)
        name = folder.name
    settings = Settings(paths.settings(folder))
    return Whose(folder, settings, chosen(options, settings, t), name)


def _folder(data: Path, name: str, known: bool, t: Words) -> Path:
    from tutor.learner import names

    fault = names.fault(name)
    if fault is not None:
        raise UsageError(t(NAMES[fault], name=safe(name), longest=names.LONGEST))
    folder = names.folder_of(paths.learners(data), name)
    if known and not folder.is_dir():
        there = ", ".join(safe(each.name) for each in names.everyone(paths.learners(data)))
        if there:
            raise UsageError(t("there is no learner {name} (there are: {known})", name=safe(name), known=there))
        raise UsageError(t("there is no learner {name}", name=safe(name)))
    return folder


def is_new(own: Whose) -> bool:
    """Whether this is the first time that the learner is named."""
    return bool(own.learner) and not own.folder.exists()


def tell_faults(own: Whose) -> None:
    """What in the settings can't be used: one line each."""
    if own.settings.faults:
        from tutor.phrases import setting_line

        for fault in own.settings.faults:
            complain(setting_line(fault, own.settings.path, own.t))
