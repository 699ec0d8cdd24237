"""A page of a lesson: Markdown that may come from strangers, shown without links that open and without HTML."""

from __future__ import annotations

from typing import Any

from markdown_it import MarkdownIt
from textual.widgets import Markdown


def _parser() -> MarkdownIt:
    # Bounded, and without what a lesson has no use for: raw HTML, pictures, links found in plain text.
    return MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).disable(["image", "autolink", "html_inline"])


class Page(Markdown):
    """Prose of one step."""

    def __init__(self, **keywords: Any) -> None:
        super().__init__(parser_factory=_parser, open_links=False, **keywords)
