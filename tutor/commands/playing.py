"""The playground as lines: an expression, `name = value`, and commands that begin with a colon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tutor import phrases
from tutor.complaints import complaint
from tutor.core import CoreError
from tutor.core.expression import SPACES, normalise
from tutor.drawing import Marks, TooLargeError, draw
from tutor.experiments.play_report import MOST_DRAWN, remark, slope, value
from tutor.experiments.playground import Example, Playground
from tutor.plain import Plain, Quit
from tutor.words import N_

if TYPE_CHECKING:
    from tutor.words import Words

HELP = N_(
    "Type an expression, or name = value. Also: :of NAME (another output) "
    ":nudge NAME H :ask (questions on it) :graph :quit"
)
FIRST = N_("Type an expression first, for example: (a*b + c) * d")


class PlainPlayground:
    """A playground in a conversation."""

    def __init__(self, talk: Plain) -> None:
        self.talk = talk
        self.t: Words = talk.t
        self.play = Playground()

    def run(self, text: str, values: Mapping[str, float]) -> int:
        """Until the learner leaves; returns the exit status."""
        self.talk.say(self.t(HELP))
        self.play.open(Example(text, values))
        if text:
            self._show()
        try:
            while True:
                self._take(self.talk.ask().strip(SPACES))
        except Quit:
            return 0

    def _take(self, line: str) -> None:
        commands: dict[str, Callable[[list[str]], None]] = {
            ":of": self._of,
            ":nudge": self._nudge,
            ":ask": lambda _: self._ask(),
            ":graph": lambda _: self._show(),
        }
        word, *rest = line.split() or [""]
        if word in (":quit", ":q"):
            raise Quit
        if word in commands:
            if self.play.graph is None:
                self.talk.say(self.t(FIRST))
            else:
                commands[word](rest)
        elif word.startswith(":") or not word:
            self.talk.say(self.t(HELP))
        elif self._is_value(line):
            self._value(line)
        else:
            self._write(line)

    def _is_value(self, line: str) -> bool:
        """Whether it gives a value to an input, and is no expression of its own."""
        name, equals, _ = normalise(line).partition("=")
        return bool(equals) and ";" not in line and name.strip(SPACES) in self.play.inputs

    def _value(self, line: str) -> None:
        error = self.play.enter(line)
        if error is None:
            self._show()
        else:
            self._complain(error, line)

    def _write(self, line: str) -> None:
        before = self.play.text
        self.play.write(line)
        if self.play.error is None:
            self._show()
            return
        self._complain(self.play.error, line)
        self.play.write(before)  # the last good one stays, to go on with

    def _complain(self, error: CoreError, line: str) -> None:
        self.talk.say(complaint(error, self.t))
        column = getattr(error, "column", None)
        if column is not None:
            self.talk.say(*phrases.caret(normalise(line), column))

    def _of(self, names: list[str]) -> None:
        outputs = self.play.outputs
        name = normalise("".join(names))
        known = {output.replace(" ", ""): output for output in outputs}
        if name not in known:
            fault = CoreError("unknown-quantity", name=" ".join(names), known=outputs)
            self.talk.say(complaint(fault, self.t))
            return
        self.play.take_output(known[name])
        self._show()

    def _show(self) -> None:
        """The graph with its numbers, and what is to be said of them."""
        play, t, glyphs = self.play, self.t, self.talk.glyphs
        assert play.graph is not None
        try:
            if play.size <= MOST_DRAWN:
                marks = Marks(play.values or play.inputs, play.gradients)
                self.talk.say(draw(play.graph, marks, width=78, glyphs=glyphs).text())
        except TooLargeError:
            self.talk.say(t("this graph is too large to be drawn; --json prints its numbers"))
        said = [value(play, t), *(slope(play, name, t) for name in play.inputs)]
        self.talk.say(*(line for line in said if line))
        if play.trouble is not None or play.started:
            self.talk.say(remark(play, t).text)

    def _nudge(self, arguments: list[str]) -> None:
        from tutor.experiments.nudge_lines import nudge_lines
        from tutor.experiments.nudging import Nudging

        play = self.play
        try:
            assert play.graph is not None
            nudging = Nudging(play.graph, play.inputs, play.output, chosen=play.chosen)
        except CoreError as error:
            self.talk.say(complaint(error, self.t))
            return
        self.talk.say(*nudge_lines(nudging, arguments, self.t))

    def _ask(self) -> None:
        """The questions; whoever quits them is back here."""
        from tutor.own_questions import MOST, Own, OwnSession

        play = self.play
        assert play.graph is not None
        if play.size > MOST:
            self.talk.say(self.t("More than {limit} quantities are too many to ask about.", limit=MOST))
            return
        own = Own(play.text, play.graph, dict(play.inputs), play.output)
        try:
            session = OwnSession(own, self.talk.record, self.t.lang)
        except CoreError as error:
            self.talk.say(complaint(error, self.t))
            return
        self.talk.run(session)
        self.talk.say("", self.t(HELP))
