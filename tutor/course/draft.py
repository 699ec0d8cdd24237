"""A page while it is being read: its blocks as they stand there, what is understood so far, and all its faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tutor.course import schema
from tutor.course.faults import Fault
from tutor.course.model import GraphBlock, OptimizerBlock, Step
from tutor.quiz.question import AnyQuestion

LARGEST_BLOCK = 8 * 1024


@dataclass(frozen=True)
class Block:
    """A fenced block as it stands on the page."""

    kind: str
    id: str
    body: str
    line: int
    """Of the fence that opens it; the body's first line is the next."""


@dataclass
class Draft:
    """A page while it is being read."""

    path: str
    lesson: str
    lang: str
    faults: list[Fault] = field(default_factory=list)
    graphs: dict[str, GraphBlock] = field(default_factory=dict)
    optimizers: dict[str, OptimizerBlock] = field(default_factory=dict)
    on_show: str | None = None
    """The graph or the optimizer that questions are about."""
    steps: list[Step] = field(default_factory=list)
    prose: list[str] = field(default_factory=list)
    """Pieces of Markdown since the last question."""
    asks: bool = False
    """Whether there is anything on the page that is meant as a question."""
    ids: dict[str, int] = field(default_factory=dict)
    """The line in which each id was taken, as `subject shop` (a graph or an optimizer) or `question pay`."""

    def complain(self, code: str, line: int, **details: object) -> None:
        """Note a fault of the page."""
        self.faults.append(Fault(code, self.path, line, details))

    def complain_in(self, block: Block) -> schema.Complain:
        """The same with lines counted within a block's body; 0 is the block's own line."""
        return lambda code, line, **details: self.complain(code, block.line + line, **details)

    def lines_of(self, block: Block) -> Callable[[str], int]:
        """The line of the page in which a key of the block's TOML stands."""
        find = schema.lines_of(block.body, 0)
        return lambda key: block.line + find(key)

    def take_id(self, what: str, id: str, line: int) -> bool:
        """Take an id for a "question" or a "subject"; a complaint where another line has it."""
        other = self.ids.setdefault(f"{what} {id}", line)
        if other != line:
            self.complain("id-twice", line, id=id, other=other)
        return other == line

    def code(self, step: str) -> str:
        """The code of a step's question, which never changes."""
        return f"{self.lesson}/{step}"

    def take_prose(self) -> str:
        """The Markdown read since the last question."""
        text = "\n\n".join(piece for piece in self.prose if piece)
        self.prose.clear()
        return text

    def end_step(self, block: Block, question: AnyQuestion, expect: float | None = None, id: str = "") -> None:
        """Add the step that ends with this question; its id is the block's where it has none of its own."""
        step = Step(id or block.id, block.kind, self.take_prose(), question, self.on_show, expect, block.line)
        self.steps.append(step)
