"""`python -m tutor` is `bptutor`."""

from tutor.cli import run

run()
