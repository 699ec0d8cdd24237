"""The commands, one module each: `HELP`, `arguments(parser, t)` and `run(options, t)`.

Adding a command is adding its module and its entry here. What a command needs it imports when it runs.
"""

from tutor.commands import grad, lab, learn, lint, play, practice, progress, review, trace, worksheet

COMMANDS = {
    "learn": learn,
    "practice": practice,
    "review": review,
    "play": play,
    "lab": lab,
    "grad": grad,
    "trace": trace,
    "worksheet": worksheet,
    "lint": lint,
    "progress": progress,
}
"""In the order of the help."""
