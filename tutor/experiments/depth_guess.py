"""What the learner thinks of a deep network before seeing its gradients."""

from __future__ import annotations

from tutor.experiments.depth import ALIKE, DepthLab
from tutor.words import N_, Words

GUESSES = {
    "smaller": N_("less than a tenth of it"),
    "alike": N_("about as large"),
    "larger": N_("more than ten times as large"),
}
"""What can be thought of the first layer's gradient, beside the last one's."""


class Guessing:
    """Asks once for each setting of a lab, and counts what was right."""

    def __init__(self) -> None:
        self.is_open = False
        """Whether an answer is waited for."""
        self.chosen = ""
        """The last answer; empty while there is none to the present setting."""
        self.was_right = False
        self.right, self.asked = 0, 0

    def ask(self, lab: DepthLab) -> None:
        """Ask about the lab as it stands now, where there are two layers or more with a gradient."""
        self.chosen = ""
        self.is_open = lab.ratio is not None

    def answer(self, guess: str, lab: DepthLab) -> None:
        """Judge one of `GUESSES`, once."""
        if self.is_open:
            self.is_open, self.chosen = False, guess
            self.was_right = guess == truth(lab)
            self.asked += 1
            self.right += self.was_right

    def question(self, lab: DepthLab, t: Words) -> list[str]:
        """Paragraphs: the question, and the answers with the keys that give them."""
        asked = t(
            "Before you see it: how large is {kind} of layer 1, beside that of layer {last}?",
            kind=lab.kind,
            last=lab.depth,
        )
        return [asked, "\n".join(f"{key}  {t(guess)}" for key, guess in enumerate(GUESSES.values(), start=1))]

    def verdict(self, t: Words) -> str:
        """What is said to the last answer."""
        return t(
            "{word} You said: {guess}. ({right} of {asked} right so far.)",
            word=t("Right.") if self.was_right else t("Wrong."),
            guess=t(GUESSES[self.chosen]),
            right=self.right,
            asked=self.asked,
        )


def truth(lab: DepthLab) -> str:
    """The answer that is right, one of `GUESSES`; the lab has a ratio."""
    assert lab.ratio is not None
    return "smaller" if lab.ratio < 1 / ALIKE else "larger" if lab.ratio > ALIKE else "alike"
