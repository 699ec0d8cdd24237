"""A learner's progress in sentences and rows, for every face."""

from __future__ import annotations

from datetime import date

from tutor import countering, skill_lines
from tutor.cells import cells
from tutor.progress import DAYS, Progress
from tutor.words import Words

MOST_MISTAKES = 10
"""So many of the mistakes are told; the rest is seldom."""


def day_lines(progress: Progress, t: Words) -> list[str]:
    """The day's goal, and the days before."""
    right = sum(day.right for day in progress.days)
    wrong = sum(day.wrong for day in progress.days)
    lately = t(
        "In the last {days} days, right answers: {right}, wrong ones: {wrong}.", days=DAYS, right=right, wrong=wrong
    )
    if progress.goal_days:
        lately += " " + t("Goal reached on {count} of them.", count=progress.goal_days)
    return [t("Right answers today: {count} of {goal}.", count=progress.right_today, goal=progress.goal), lately]


def mistake_lines(progress: Progress, t: Words) -> list[str]:
    """The mistakes made most, in words."""
    return [
        t.n("{count} time: {thought}", "{count} times: {thought}", count, thought=countering.thought(name, t))
        for name, count in progress.mistakes[:MOST_MISTAKES]
    ]


def due_lines(progress: Progress, t: Words) -> list[str]:
    """What comes due, day by day: a line a skill, the day before the first one of it."""
    days = {on: _day(on, progress.today, t) for on in progress.due}
    widest = max(map(cells, days.values()), default=0)
    lines = []
    for on, skills in progress.due.items():
        for number, skill in enumerate(skills):
            day = "" if number else days[on]
            lines.append(f"{day}{' ' * (widest - cells(day))}  {skill_lines.title(skill, t)}")
    return lines


def empty_lines(t: Words) -> list[str]:
    """What to do where there is nothing to show yet."""
    return [t("Nothing is answered yet. Do a lesson, or practise: then it is shown here how it goes.")]


def _day(on: date, today: date, t: Words) -> str:
    days = (on - today).days
    if not days:
        return t("today")
    return t("tomorrow") if days == 1 else on.isoformat()
