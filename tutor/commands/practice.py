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

HELP = N_("questions with ever new numbers: what you need, or skills of your choice")

_LEVELS = ("1", "2", "3")


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    skill = t("only this skill, for example chain-rule; several times, or with commas, for several")
    parser.add_argument("--skill", metavar="S", action="append", help=skill)
    parser.add_argument("--level", metavar="|".join(_LEVELS), help=t("how hard (else what fits)"))
    parser.add_argument("--count", metavar="N", help=t("how many questions (else 10)"))
    parser.add_argument("--minutes", metavar="M", help=t("end with the question at hand after so many minutes"))
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
    from tutor.practice import COUNT, LONGEST, MOST, Wish, check
    from tutor.quiz import ItemError

    named = (options.skill, options.level, options.count, options.minutes)
    if options.item is not None and any(each is not None for each in named):
        raise UsageError(t("--item names one question: leave out --skill, --level, --count and --minutes"))
    skills, level = _skills(options, t)
    minutes = None if options.minutes is None else whole_of("--minutes", options.minutes, 1, LONGEST, t)
    count = COUNT if minutes is None else MOST
    if options.count is not None:
        count = whole_of("--count", options.count, 1, MOST, t)
    wish = Wish(skills, level, count, minutes, options.item)
    try:
        check(wish)
    except ItemError as error:
        raise UsageError(_sentence(error, t)) from None
    return wish


def _skills(options: argparse.Namespace, t: Words) -> tuple[tuple[str, ...], int | None]:
    """The skills that are named, each once, and the level: of `--level`, of `chain-rule.2`, or None for what fits."""
    names = [name.strip().partition(".") for given in options.skill or () for name in given.split(",")]
    levels = {level for _, dot, level in names if dot}
    if levels and options.level is not None:
        raise UsageError(t("--skill names the level already: leave out --level"))
    if len(levels) > 1:
        raise UsageError(t("a practice has one level: name it once"))
    level = next(iter(levels), options.level)
    if level not in (None, *_LEVELS):
        raise UsageError(t("--level must be 1, 2 or 3"))
    return tuple(dict.fromkeys(name for name, _, _ in names)), None if level is None else int(level)


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
    from tutor.plain_practice import PlainPractice
    from tutor.practice import PracticeSession

    course, lang = course_of(own.t), own.t.lang
    with recording(own) as record:
        return PlainPractice(course, record, lang, glyphs=glyphs).run(PracticeSession(wish, record, lang))
