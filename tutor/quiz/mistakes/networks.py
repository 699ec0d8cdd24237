"""Thoughts about networks: depth, batches, matrices and training."""

from tutor.quiz.mistakes.batches import BATCHES
from tutor.quiz.mistakes.depth import DEPTH
from tutor.quiz.mistakes.matrices import MATRICES
from tutor.quiz.mistakes.situation import Mistake
from tutor.quiz.mistakes.softmax import SOFTMAX
from tutor.quiz.mistakes.training import TRAINING

NETWORKS: dict[str, Mistake] = {**DEPTH, **BATCHES, **MATRICES, **SOFTMAX, **TRAINING}
