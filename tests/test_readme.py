"""What the README shows is what the program says."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def indented_after(line: str) -> str:
    """The indented block that begins with `line`, without that line and the indent."""
    block = README[README.index(line) :].split("\n\n", 1)[0]
    return "\n".join(row.removeprefix("    ") for row in block.split("\n")[1:])


def test_the_picture_of_a_gradient() -> None:
    command = [
        sys.executable,
        "-m",
        "tutor",
        "--lang",
        "en",
        "grad",
        "apple*count*tax",
        "apple=100",
        "count=2",
        "tax=1.1",
    ]
    shown = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8").stdout
    assert shown.rstrip("\n") == indented_after("    $ uv run bptutor grad ")


def test_the_code() -> None:
    block = README[README.index("    from tutor.core import Graph") :].split("\n\n`tutor.core`", 1)[0]
    code = "\n".join(row.removeprefix("    ") for row in block.split("\n"))
    program, said = code.rsplit("\n# ", 1)
    *before, last = program.strip().split("\n")
    run = "\n".join([*before, f"print({last})"])
    shown = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert shown.strip() == said.strip()


def test_exactly_two_commands_set_up_and_run() -> None:
    commands = [row.strip() for row in README.split("\n") if row.startswith("    pip install uv && uv run ")]
    assert len(commands) == 2
    assert commands[0].endswith(" bptutor") and commands[1].endswith(" pytest")


def test_the_pictures_are_there() -> None:
    names = [part.split(")", 1)[0] for part in README.split("](docs/")[1:]]
    assert names and all((ROOT / "docs" / name).is_file() for name in names)


def test_what_it_leads_to_is_in_the_source_distribution() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    included = packed["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if "://" not in link]
    assert links and all("/" + link.split("/")[0] in included for link in links)
