"""`bptutor practice`: generated items, on screens or in plain lines."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from tutor.commands.faces import course_of, glyphs_of, is_plain, on_screen, recording
from tutor.commands.givens import whole_of
from tutor.commands.telling import UsageError
from tutor.commands.whose import Whose, whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

    from tutor.drawing import Glyphs
    from tutor.practice import Wish
    from tutor.quiz import ItemError

HELP = N_("questions with ever new numbers: of one skill or of all")

_LEVELS = ("1", "2", "3")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    parser.add_argument("--skill", metavar="S", help=t("only this skill, for example chain-rule"))
    parser.add_argument("--level", metavar="|".join(_LEVELS), help=t("how hard (else 1)"))
    parser.add_argument("--count", metavar="N", help=t("how many questions (else 10)"))
    parser.add_argument("--item", metavar="CODE", help=t("exactly this question, for example chain-rule.2:7"))


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    own = whose(options, t)
    t = own.t
    wish = _wish(options, t)
    if is_plain(options, own):
        return _plain(wish, own, glyphs_of(options, own.settings))
    return on_screen(options, own, course_of(t), lambda app: app.open_practice(wish))


def _wish(options: argparse.Namespace, t: Words) -> Wish:
    """What is to be practised; UsageError for what there is not."""
    from tutor.practice import COUNT, MOST, Wish, check
    from tutor.quiz import ItemError

    if options.item is not None and (options.skill, options.level, options.count) != (None, None, None):
        raise UsageError(t("--item names one question: leave out --skill, --level and --count"))
    skill, dot, level = (options.skill or "").partition(".")  # chain-rule.2, as it stands in a code
    if dot and options.level is not None:
        raise UsageError(t("--skill names the level already: leave out --level"))
    level = level if dot else options.level or _LEVELS[0]
    if level not in _LEVELS:
        raise UsageError(t("--level must be 1, 2 or 3"))
    count = COUNT if options.count is None else whole_of("--count", options.count, 1, MOST, t)
    wish = Wish(None if options.skill is None else skill, int(level), count, options.item)
    try:
        check(wish)
    except ItemError as error:
        raise UsageError(_sentence(error, t)) from None
    return wish


def _sentence(error: ItemError, t: Words) -> str:
    """What is wrong with a skill or a code; where the skill's name comes close to another, only that one is named."""
    from tutor.complaints import complaint

    skill, known = str(error.details.get("skill")), error.details.get("known")
    if error.code == "item-skill" and isinstance(known, tuple):
        close = difflib.get_close_matches(skill.strip().lower()[:80], known, n=3, cutoff=0.5)
        if close:
            return t("there is no skill {skill}; did you mean {matches}?", skill=skill, matches=", ".join(close))
    return complaint(error, t)


def _plain(wish: Wish, own: Whose, glyphs: Glyphs) -> int:
    from tutor.plain import Plain
    from tutor.practice import PracticeSession

    with recording(own) as record:
        return Plain(record, own.t.lang, glyphs=glyphs).run(PracticeSession(wish, record, own.t.lang))
