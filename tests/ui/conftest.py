"""An app on data of its own, and a learner before it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from driving import SMALL, Learner, learning, make_app
from quick import is_quick

Learning = Callable[..., AbstractAsyncContextManager[Learner]]


@pytest.fixture
def learn(tmp_path: Path) -> Learning:
    """`async with learn("ko", lesson="apple-tax", size=LARGE) as learner`; `folder` is where the data lies."""

    def run(
        lang: str = "en", *, folder: Path = tmp_path, size: tuple[int, int] = SMALL, **keywords: Any
    ) -> AbstractAsyncContextManager[Learner]:
        return learning(make_app(folder, lang, **keywords), size)

    return run


@pytest.hookimpl(tryfirst=True)  # before what the run leaves out is decided
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave to CI what the default run has no time for."""
    here = Path(__file__).parent
    for item in items:
        if item.path.parent == here and not is_quick(item.path.stem, item.name):
            item.add_marker(pytest.mark.slow)
