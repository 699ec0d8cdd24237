"""How long the learner's record takes: opening, appending, reading.

uv run benchmarks/record.py [FOLDER]
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

from tutor.learner import database
from tutor.learner.store import Entry, SqliteRecord, open_record

APPENDS, MANY, TIMES = 1000, 100_000, 5


def an_entry(number: int) -> Entry:
    return Entry.now(
        session="bench", outcome="go", lesson=f"lesson-{number % 40}", step=str(number), answer="2*1.1 = 2.2"
    )


def milliseconds(what: Callable[[], Any], times: int = TIMES) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        what()
        taken.append(time.perf_counter() - begin)
    return median(taken) * 1000


def main(folder: Path) -> None:
    path = folder / "record.db"
    print(f"make a new record     {milliseconds(lambda: open_record(path).close(), 1):8.2f} ms")
    with closing(open_record(path)) as record:
        assert isinstance(record, SqliteRecord), record.notice
        entries = iter([an_entry(number) for number in range(APPENDS)])
        print(f"append, on disk       {milliseconds(lambda: record.append(next(entries)), APPENDS):8.2f} ms")
    with closing(database.open_file(path)) as connection, database.transaction(connection):
        for number in range(APPENDS, MANY):
            database.add(connection, an_entry(number))
    print(f"with {MANY} entries, {path.stat().st_size / 1e6:.1f} MB:")
    print(f"open                  {milliseconds(lambda: open_record(path).close()):8.2f} ms")
    with closing(open_record(path)) as record:
        print(f"places                {milliseconds(record.places):8.2f} ms")
        print(f"entries               {milliseconds(record.entries):8.2f} ms")
        print(f"entries of one lesson {milliseconds(lambda: record.entries('lesson-7')):8.2f} ms")
        print(f"check and backup      {milliseconds(record.check, 1):8.2f} ms")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if sys.argv[1:] else None) as folder:
        main(Path(folder))
