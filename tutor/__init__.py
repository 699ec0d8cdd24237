"""bptutor: learn backpropagation by predicting it, in the terminal."""

__version__ = "0.1.0"
