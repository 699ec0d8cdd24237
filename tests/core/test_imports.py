"""The core stands alone: NumPy and the standard library."""

import subprocess
import sys

SCREEN_AND_FILES = ("textual", "rich", "markdown_it", "platformdirs", "wcwidth", "sqlite3")


def loaded_after(statement: str) -> set[str]:
    program = f"import sys\n{statement}\nprint(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_core_loads_nothing_of_the_screens() -> None:
    loaded = loaded_after("import tutor.core")
    assert {"tutor", "numpy"} <= loaded
    assert loaded.isdisjoint(SCREEN_AND_FILES)


def test_the_check_sees_what_is_loaded() -> None:
    assert "wcwidth" in loaded_after("import tutor.core, wcwidth")


def test_the_core_loads_nothing_else_of_the_tutor() -> None:
    program = "import tutor.core, sys; print(*[n for n in sys.modules if n.startswith('tutor.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    names = done.stdout.split()
    assert "tutor.core.graph" in names
    assert [name for name in names if not (name + ".").startswith("tutor.core.")] == []
