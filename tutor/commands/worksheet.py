"""`bptutor worksheet`: items with their codes as Markdown, for paper."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from tutor.commands.givens import whole_of
from tutor.commands.telling import Failure, UsageError, safe
from tutor.commands.whose import whose
from tutor.words import N_, Words

if TYPE_CHECKING:
    import argparse

    from tutor.worksheet import Wish

HELP = N_("items for paper, as Markdown on standard output")

_COUNT = 10


def arguments(parser: argparse.ArgumentParser, t: Words) -> None:
    """What the command takes."""
    skill = t("items of this skill only, as chain-rule, or of one level, as chain-rule.2; may be given more than once")
    parser.add_argument("--skill", metavar="SKILL", action="append", default=[], help=skill)
    parser.add_argument("--count", metavar="N", help=t("how many items (else {count})", count=_COUNT))
    parser.add_argument("--seed", metavar="N", help=t("the same number makes the same sheet"))
    parser.add_argument("--answers", action="store_true", help=t("with worked solutions at the end"))


def run(options: argparse.Namespace, t: Words) -> int:
    """Do it; returns the exit status."""
    from tutor.worksheet import LARGEST_SEED, MOST_ITEMS, TooFewItemsError, items, markdown

    t = whose(options, t).t
    wishes = _wishes(options.skill, t)
    count = _COUNT if options.count is None else whole_of("--count", options.count, 1, MOST_ITEMS, t)
    if options.seed is None:
        seed = random.SystemRandom().randint(0, LARGEST_SEED)
    else:
        seed = whole_of("--seed", options.seed, 0, LARGEST_SEED, t)
    skills = "".join(f" --skill {wish}" for wish in wishes)
    answers = " --answers" if options.answers else ""
    command = f"bptutor worksheet{skills} --count {count} --seed {seed}{answers} --lang {t.lang}"
    try:
        questions = items(wishes, count, seed, t.lang)
    except TooFewItemsError as error:
        raise Failure(t("{skill} has not so many different items: take a smaller --count", skill=error.wish)) from None
    print(markdown(questions, command, t, options.answers), end="")
    return 0


def _wishes(texts: list[str], t: Words) -> list[Wish]:
    from tutor.complaints import complaint
    from tutor.quiz.generator import ItemError
    from tutor.worksheet import Wish

    try:
        return list(dict.fromkeys(Wish.parse(text) for text in texts))
    except ItemError as error:
        raise UsageError(safe(complaint(error, t))) from None
