"""Mathematics: NumPy and nothing else. No file, no screen, no word for a learner."""

from tutor.core.data import digits, two_spirals, xor
from tutor.core.descent import Step, descend
from tutor.core.errors import CoreError, ExpressionError, GraphError
from tutor.core.expression import Expression, parse
from tutor.core.graph import Graph, Node, Use
from tutor.core.layers import (
    AddLayer,
    CosLayer,
    DivLayer,
    ExpLayer,
    LogLayer,
    MaxLayer,
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
from tutor.core.network import Affine, Network, SoftmaxWithLoss, gradient_norms, initial_weights, softmax
from tutor.core.numeric import central_difference, nudge, numeric_gradients, numerical_gradient
from tutor.core.optimizers import (
    OPTIMIZERS,
    SGD,
    AdaGrad,
    Adam,
    AveragedMomentum,
    Momentum,
    Nesterov,
    Optimizer,
    PyTorchMomentum,
    RMSProp,
)
from tutor.core.program import Program
from tutor.core.tape import Tape

__all__ = [
    "OPTIMIZERS",
    "SGD",
    "AdaGrad",
    "Adam",
    "AddLayer",
    "Affine",
    "AveragedMomentum",
    "CoreError",
    "CosLayer",
    "DivLayer",
    "ExpLayer",
    "Expression",
    "ExpressionError",
    "Graph",
    "GraphError",
    "LogLayer",
    "MaxLayer",
    "Momentum",
    "MulLayer",
    "NegLayer",
    "Nesterov",
    "Network",
    "Node",
    "Optimizer",
    "PowLayer",
    "Program",
    "PyTorchMomentum",
    "RMSProp",
    "Relu",
    "Sigmoid",
    "SinLayer",
    "SoftmaxWithLoss",
    "SqrtLayer",
    "Step",
    "SubLayer",
    "Tanh",
    "Tape",
    "Use",
    "central_difference",
    "descend",
    "digits",
    "gradient_norms",
    "initial_weights",
    "nudge",
    "numeric_gradients",
    "numerical_gradient",
    "parse",
    "softmax",
    "two_spirals",
    "xor",
]
