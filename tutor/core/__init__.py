"""Mathematics: NumPy and nothing else. No file, no screen, no word for a learner."""

from tutor.core.errors import CoreError, ExpressionError, GraphError
from tutor.core.expression import Expression, parse
from tutor.core.graph import Graph, Node, Use
from tutor.core.layers import (
    AddLayer,
    CosLayer,
    DivLayer,
    ExpLayer,
    LogLayer,
    MulLayer,
    NegLayer,
    PowLayer,
    Relu,
    Sigmoid,
    SinLayer,
    SqrtLayer,
    SubLayer,
    Tanh,
)
from tutor.core.numeric import central_difference, nudge, numeric_gradients, numerical_gradient
from tutor.core.optimizers import SGD, Momentum

__all__ = [
    "SGD",
    "AddLayer",
    "CoreError",
    "CosLayer",
    "DivLayer",
    "ExpLayer",
    "Expression",
    "ExpressionError",
    "Graph",
    "GraphError",
    "LogLayer",
    "Momentum",
    "MulLayer",
    "NegLayer",
    "Node",
    "PowLayer",
    "Relu",
    "Sigmoid",
    "SinLayer",
    "SqrtLayer",
    "SubLayer",
    "Tanh",
    "Use",
    "central_difference",
    "nudge",
    "numeric_gradients",
    "numerical_gradient",
    "parse",
]
