"""A run that asks for the peers must have them, in the versions that the comparison is made with."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest

pytestmark = pytest.mark.peers

REQUIREMENTS = Path(__file__).with_name("requirements.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "pinned"), re.findall(r"^([\w-]+)==(.+)$", REQUIREMENTS, re.MULTILINE))
def test_the_peers_are_here(name: str, pinned: str) -> None:
    try:
        found = version(name)
    except PackageNotFoundError:
        found = "none"
    # A local version, such as 2.13.0+cpu, is the same release.
    assert found.partition("+")[0] == pinned, f"{name} {pinned} is wanted, {found} is installed: run bash .ci/peers"
