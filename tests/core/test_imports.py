"""The core stands alone: NumPy and the standard library."""

import subprocess
import sys

import pytest

SCREEN_AND_FILES = ("textual", "rich", "markdown_it", "platformdirs", "wcwidth", "sqlite3")


def loaded_after(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_core_loads_nothing_of_the_screens() -> None:
    loaded = loaded_after("import tutor.core")
    assert "tutor" in loaded
    assert loaded.isdisjoint(SCREEN_AND_FILES)


def test_the_check_sees_what_is_loaded() -> None:
    assert "wcwidth" in loaded_after("import tutor.core, wcwidth")


def test_the_core_loads_nothing_else_of_the_tutor() -> None:
    program = "import tutor.core, sys; print(*[n for n in sys.modules if n.startswith('tutor.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names = done.stdout.split()
    assert "tutor.core.graph" in names
    assert [name for name in names if not (name + ".").startswith("tutor.core.")] == []


def test_plain_numbers_need_no_numpy() -> None:
    program = (
        "from tutor.core import Graph, numeric_gradients\n"
        "g = Graph.parse('y = (a * b + sin(a)) ^ 2 / b')\n"
        "v = g.forward(a=3, b=2.5); g.backward(v); numeric_gradients(g, v)"
    )
    assert "numpy" not in loaded_after(program)


def test_arrays_load_numpy_where_they_come_along() -> None:
    program = "from tutor.core import numerical_gradient\nnumerical_gradient(lambda x: (x * x).sum(), [1.0, 2.0])"
    assert "numpy" in loaded_after(program)


def test_every_public_name_is_there_also_before_its_module_is_loaded() -> None:
    import tutor.core

    assert sorted(set(tutor.core.__all__)) == sorted(tutor.core.__all__)
    for name in tutor.core.__all__:
        assert getattr(tutor.core, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        _ = tutor.core.nonsense
