"""How long the learner's record takes: opening, appending, reading, and what a map shows beside that of an empty one.

uv run benchmarks/record.py [--entries N] [--folder FOLDER]
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from tutor.learner import database
from tutor.learner.store import Entry, Record, SqliteRecord, open_record

APPENDS, MANY, TIMES = 1000, 100_000, 21
BEGIN, A_DAY = datetime(2015, 1, 1, 9, tzinfo=UTC), 300
OUTCOMES = ("right", "right", "right", "wrong", "hint", "go")


def an_entry(number: int) -> Entry:
    return Entry.now(
        session="bench", outcome="right", skill="chain-rule", item=f"chain-rule.1:{number}@1", answer="2.2"
    )


def years_of_use(count: int) -> Iterator[Entry]:
    """So many entries: of 21 lessons, 35 skills and practices."""
    for number in range(count):
        outcome = OUTCOMES[number % len(OUTCOMES)]
        day, of_day = divmod(number, A_DAY)
        at = BEGIN + timedelta(days=day, seconds=30 * of_day)
        lesson = number // 50 % 21
        skill = f"skill-{number // 7 % 35 if day % 2 == 0 else lesson + number // 7 % 3}"
        yield Entry(
            session=f"session-{day}",
            outcome=outcome,  # type: ignore[arg-type]
            lesson=f"lesson-{lesson}" if day % 2 else "",
            step=f"{number % 9} template-{number % 2}",
            skill="" if outcome == "go" else skill,
            item=f"{skill}.1:{number // 2}@1",
            answer="2*1.1 = 2.2",
            mistakes=(f"mistake-{number % 60}",) if outcome == "wrong" else (),
            id=f"{number:032x}",
            at=at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        )


def milliseconds(what: Callable[[], Any], times: int = TIMES) -> float:
    taken = []
    for _ in range(times):
        begin = time.perf_counter()
        what()
        taken.append(time.perf_counter() - begin)
    return median(taken) * 1000


def the_maps_data(path: Path, many: int) -> float:
    """Milliseconds to open a record and to read all that a map shows: also the last four weeks."""
    since = BEGIN.date() + timedelta(days=many // A_DAY - 28)

    def look() -> None:
        with closing(open_record(path)) as record:
            record.places()
            record.masteries()
            record.days(since)
            record.answers()

    return milliseconds(look)


def main(folder: Path, many: int) -> None:
    path, empty = folder / "record.db", folder / "empty.db"
    print(f"make a new record     {milliseconds(lambda: open_record(empty).close(), 1):8.2f} ms")
    print(f"the map's data, empty {the_maps_data(empty, many):8.2f} ms")
    with closing(open_record(path)) as record:
        assert isinstance(record, SqliteRecord), record.notice
        begin = time.perf_counter()
        with closing(database.open_file(path)) as connection, database.transaction(connection):
            database.add(connection, *years_of_use(many))
        seconds = time.perf_counter() - begin
        print(f"with {many} entries, {path.stat().st_size / 1e6:.1f} MB, written at once in {seconds:.1f} s:")
        entries = iter([an_entry(number) for number in range(APPENDS)])
        print(f"append, on disk       {milliseconds(lambda: record.append(next(entries)), APPENDS):8.2f} ms")
    print(f"open                  {milliseconds(lambda: open_record(path).close()):8.2f} ms")
    full, none = the_maps_data(path, many), the_maps_data(empty, many)
    print(f"the map's data        {full:8.2f} ms, {full / none:.1f} times that of an empty record")
    with closing(open_record(path)) as record:
        report(record)


def report(record: Record) -> None:
    assert isinstance(record, SqliteRecord)
    print(f"entries               {milliseconds(record.entries, 1):8.2f} ms")
    print(f"entries of one lesson {milliseconds(lambda: record.entries('lesson-7'), 1):8.2f} ms")
    print(f"derive all anew       {milliseconds(record.rebuild, 1):8.2f} ms")
    print(f"check and backup      {milliseconds(record.check, 1):8.2f} ms")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=MANY)
    parser.add_argument("--folder", type=Path, help="on the disk that is to be measured")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        main(Path(folder), options.entries)
    sys.exit()
