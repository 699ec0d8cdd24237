from tutor.course.prose import plain_text


def test_marks_are_gone_and_the_text_stays():
    prose = "A *small* step, **not** a `large` one,\nin two lines.\n\nNext: [x](https://example.org)"
    assert plain_text(prose) == "A small step, not a large one,\nin two lines.\n\nNext: x"


def test_lists_keep_their_numbers():
    prose = "Each round:\n\n3. calculate;\n4. measure,\n   as a loss.\n\n- one\n- two"
    assert plain_text(prose) == "Each round:\n3. calculate;\n4. measure,\n   as a loss.\n- one\n- two"


def test_code_is_indented_and_not_read():
    assert plain_text("Code:\n\n```python\ndx = dout * self.y\n    *x*\n```\n\nAfter.") == (
        "Code:\n\n    dx = dout * self.y\n        *x*\n\nAfter."
    )


def test_nothing_gives_nothing():
    assert plain_text("") == ""
