"""Items on the steps of optimizers: a parameter, a velocity or what else a rule keeps, after one step or several."""

from __future__ import annotations

from tutor.quiz.templates import adaptive, descent
from tutor.quiz.templates.template import Template

TEMPLATES: dict[str, tuple[Template, ...]] = {**descent.TEMPLATES, **adaptive.TEMPLATES}
