"""What all tests share."""

import signal

# A shell that starts the tests in the background has them ignore these, and every program that they start
# would inherit that: then nothing could be said about what such a signal does.
for _name in ("SIGINT", "SIGHUP", "SIGTERM"):
    _number = getattr(signal, _name, None)
    if _number is not None and signal.getsignal(_number) == signal.SIG_IGN:
        signal.signal(_number, signal.default_int_handler if _name == "SIGINT" else signal.SIG_DFL)
