"""Where the peers are not installed, nothing here is imported but the test that says so: `-m peers` selects it."""

from importlib.util import find_spec
from pathlib import Path

if find_spec("torch") is None or find_spec("autograd") is None:
    collect_ignore = [path.name for path in Path(__file__).parent.glob("test_*.py") if path.name != "test_installed.py"]
