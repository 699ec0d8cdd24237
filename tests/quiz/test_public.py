"""The public interface, as its docstring shows it."""

import doctest

import tutor.quiz


def test_the_examples_hold() -> None:
    outcome = doctest.testmod(tutor.quiz)
    assert outcome.attempted > 15 and not outcome.failed


def test_what_is_public_is_there() -> None:
    assert sorted(tutor.quiz.__all__) == tutor.quiz.__all__
    assert all(hasattr(tutor.quiz, name) for name in tutor.quiz.__all__)
