"""What item codes mean, written down: `items.json` holds a digest of each of the first items of every skill and level.

uv run tests/quiz/items.py    adds the digests of versions that are not written down yet; it never changes one that is
"""

import hashlib
import json
import sys
from pathlib import Path

from tutor.numbers import show
from tutor.quiz import ShapeQuestion, generate
from tutor.quiz.generator import ItemCode
from tutor.quiz.question import ItemQuestion
from tutor.quiz.skills import SKILLS
from tutor.quiz.templates import EARLIER

FILE = Path(__file__).with_name("items.json")
LEVELS, COUNT = (1, 2, 3), 20


def digest(question: ItemQuestion) -> str:
    """A few letters for what is asked: kind, graph and numbers. Words do not count, they may be improved."""
    return hashlib.sha256(_meaning(question).encode()).hexdigest()[:6]


def _meaning(question: ItemQuestion) -> str:
    if isinstance(question, ShapeQuestion):
        return repr(("shape", question.asked, question.batch, question.widths, question.truth))
    graph = question.graph
    nodes = [(node.name, node.op, node.inputs, node.op == "number" and show(node.number)) for node in graph.nodes]
    inputs = [(name, show(question.values[name])) for name in graph.inputs]
    return repr((question.kind, question.output, question.quantity, nodes, inputs))


def digests(skill: str, level: int, version: int) -> str:
    return " ".join(digest(generate(ItemCode(skill, level, number, version))) for number in range(COUNT))


def versions() -> list[tuple[str, int]]:
    """Every version of every skill that the program makes items of."""
    return [*((skill, entry.version) for skill, entry in SKILLS.items()), *EARLIER]


def written_down() -> dict[str, str]:
    return dict(json.loads(FILE.read_text(encoding="utf-8"))) if FILE.exists() else {}


def key(skill: str, level: int, version: int) -> str:
    return f"{skill}.{level}@{version}"


def main() -> None:
    known = written_down()
    for skill, version in versions():
        for level in LEVELS:
            name = key(skill, level, version)
            if name not in known:
                known[name] = digests(skill, level, version)
                print("added", name)
            elif known[name] != digests(skill, level, version):
                print(f"{name} has changed: see CONTRIBUTING.md, Item codes", file=sys.stderr)
    lines = [f"  {json.dumps(name)}: {json.dumps(known[name])}" for name in sorted(known)]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
