"""What other processes say to the same program: they have other seeds for the hashes of texts."""

import subprocess
import sys
from pathlib import Path

SEEDS = ("1", "4321")


def printed(program: str) -> list[str]:
    """What the program prints with each seed."""
    return [_printed(program, seed) for seed in SEEDS]


def _printed(program: str, seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={
            "PYTHONHASHSEED": seed,
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONUTF8": "1",
        },
    )
    return done.stdout.strip()
