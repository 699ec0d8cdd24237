from tutor.learner.record import Place, next_lesson

LESSONS = ("one", "two", "three")


def place(name: str, *, done: bool, at: str) -> dict[str, Place]:
    return {name: Place(name, "", done, at)}


def test_a_new_learner_begins_at_the_beginning() -> None:
    assert next_lesson(LESSONS, {}) == "one"


def test_after_a_lesson_comes_the_next_one_never_begun() -> None:
    assert next_lesson(LESSONS, place("one", done=True, at="1")) == "two"


def test_the_lesson_begun_last_goes_first() -> None:
    assert next_lesson(LESSONS, place("one", done=False, at="1") | place("three", done=False, at="2")) == "three"


def test_a_lesson_that_the_course_has_no_more_is_passed_over() -> None:
    assert next_lesson(LESSONS, place("gone", done=False, at="9")) == "one"


def test_when_all_are_done_it_is_the_first_again() -> None:
    every = {name: found for lesson in LESSONS for name, found in place(lesson, done=True, at="1").items()}
    assert next_lesson(LESSONS, every) == "one"
