"""A page of a lesson: Markdown that may come from strangers, shown without links that open and without HTML."""

from __future__ import annotations

from typing import Any

from textual.widgets import Markdown

from tutor.course.reader import markdown


class Page(Markdown):
    """Prose of one step."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(parser_factory=markdown, open_links=False, **keywords)
