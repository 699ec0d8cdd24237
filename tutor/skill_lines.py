"""What is said of a skill: its title, its mark and its state in words, and when it is due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from tutor.learner.mastery import IN_A_ROW, Mastery, Standing
from tutor.quiz.skills import SKILLS
from tutor.words import N_, Words

MARKS: dict[Standing, str] = {"new": "·", "begun": "▸", "passed": "✓", "kept": "★", "faded": "○"}
"""A sign beside the word, never in its place."""

STANDINGS: dict[Standing, str] = {
    "new": N_("new"),
    "begun": N_("begun"),
    "passed": N_("passed"),
    "kept": N_("kept"),
    "faded": N_("faded"),
}


def of(skill: str, masteries: Mapping[str, Mastery]) -> Mastery:
    """The state of a skill, also of one that was never tried."""
    return masteries.get(skill) or Mastery(skill)


def title(skill: str, t: Words) -> str:
    """What a skill is called; one that a newer program knew, by its id."""
    return t(SKILLS[skill].title) if skill in SKILLS else skill


def state(mastery: Mastery, today: date, t: Words) -> str:
    """Its state in a word or two: `passed, due today`."""
    word = t(STANDINGS[mastery.standing(today)])
    if not mastery.is_due(today):
        return word
    return t("{state}, due today", state=word)


def why(mastery: Mastery, today: date, t: Words) -> str:
    """What the word for its state means here, and what is next: `three in a row without help`."""
    standing = mastery.standing(today)
    if standing == "new":
        return t("not tried yet")
    if standing == "passed":
        return t("{count} in a row without help", count=IN_A_ROW)
    if standing == "kept":
        return t("passed, and likely to last {days} days", days=round(mastery.stability))
    if standing == "faded" and mastery.passed:
        return t("passed, but long ago; one right answer brings it back")
    lacking = mastery.lacking
    more = t.n("{count} more in a row without help", "{count} more in a row without help", lacking.rights)
    if lacking.source and mastery.streak:
        more = t("{more}, one of another kind", more=more)
    if standing == "faded":
        return t("passed once, then forgotten: {more}", more=more)
    return more


def due_line(mastery: Mastery, today: date, t: Words) -> str:
    """When it is due; empty where that is not known yet."""
    if mastery.due_on is None:
        return ""
    days = (mastery.due_on - today).days
    if days <= 0:
        return t("due today")
    return t("due tomorrow") if days == 1 else t("due in {days} days", days=days)


def due_day(mastery: Mastery, today: date, t: Words) -> str:
    """The day on which it is due, for a table; `-` where that is not known yet."""
    if mastery.due_on is None:
        return "-"
    return t("today") if mastery.is_due(today) else mastery.due_on.isoformat()


def next_due(masteries: Mapping[str, Mastery], today: date) -> Mastery | None:
    """The skill that will be due next, after today."""
    later = [
        mastery
        for skill, mastery in masteries.items()
        if skill in SKILLS and mastery.due_on is not None and not mastery.is_due(today)
    ]
    return min(later, key=lambda mastery: mastery.due_on or date.max, default=None)


def nothing_due_lines(masteries: Mapping[str, Mastery], today: date, t: Words) -> list[str]:
    """That nothing is due today, and when something is."""
    lines = [t("Nothing is due today.")]
    coming = next_due(masteries, today)
    if coming is not None and coming.due_on is not None:
        when = due_line(coming, today, t)
        lines.append(t("Next: {skill}, {when} ({date}).", skill=title(coming.skill, t), when=when, date=coming.due_on))
    else:
        lines.append(t("What you practise today comes back when it is about to be forgotten."))
    return lines


def titles(skills: Iterable[str], t: Words) -> str:
    """Several skills in one line."""
    return "; ".join(title(skill, t) for skill in skills)
