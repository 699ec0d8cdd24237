"""The commands, one module each: `HELP`, `arguments(parser, t)` and `run(options, t)`.

Adding a command is adding its module and its entry here. What a command needs it imports when it runs.
"""

from tutor.commands import (
    exporting,
    grad,
    importing,
    lab,
    learn,
    learners,
    lint,
    play,
    practice,
    progress,
    resetting,
    review,
    trace,
    worksheet,
)

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
    "export": exporting,
    "import": importing,
    "reset": resetting,
    "learners": learners,
}
"""In the order of the help."""
