"""Mathematics: NumPy and nothing else. No file, no screen, no word for a learner."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

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

if TYPE_CHECKING:
    from tutor.core.checking import (
        Check,
        Curve,
        StepStudy,
        Trial,
        expected_noise,
        gradient_check,
        relative_error,
        step_study,
    )
    from tutor.core.data import digits, two_spirals, xor
    from tutor.core.depth import LayerNorms, gradient_norms, layer_norms
    from tutor.core.descent import Step, descend
    from tutor.core.network import (
        Affine,
        Network,
        SoftmaxWithLoss,
        initial_deviation,
        initial_weights,
        softmax,
    )
    from tutor.core.numeric import (
        Difference,
        central_difference,
        difference,
        differences,
        nudge,
        numeric_gradients,
        numerical_gradient,
        sides,
    )
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
        RMSprop,
    )
    from tutor.core.program import Program
    from tutor.core.tape import Tape

_HOMES = {
    "checking": (
        "Check",
        "Curve",
        "StepStudy",
        "Trial",
        "expected_noise",
        "gradient_check",
        "relative_error",
        "step_study",
    ),
    "data": (
        "digits",
        "two_spirals",
        "xor",
    ),
    "depth": (
        "LayerNorms",
        "gradient_norms",
        "layer_norms",
    ),
    "descent": (
        "Step",
        "descend",
    ),
    "network": (
        "Affine",
        "Network",
        "SoftmaxWithLoss",
        "initial_deviation",
        "initial_weights",
        "softmax",
    ),
    "numeric": (
        "Difference",
        "central_difference",
        "difference",
        "differences",
        "nudge",
        "numeric_gradients",
        "numerical_gradient",
        "sides",
    ),
    "optimizers": (
        "OPTIMIZERS",
        "SGD",
        "AdaGrad",
        "Adam",
        "AveragedMomentum",
        "Momentum",
        "Nesterov",
        "Optimizer",
        "PyTorchMomentum",
        "RMSProp",
        "RMSprop",
    ),
    "program": ("Program",),
    "tape": ("Tape",),
}
"""What a lesson's first screen does without, by its module: loaded when it is asked for."""


def __getattr__(name: str) -> Any:
    """A public name of a module that is not loaded yet."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"tutor.core.{module}"), name)
    raise AttributeError(f"tutor.core has no {name}")


__all__ = [
    "OPTIMIZERS",
    "SGD",
    "AdaGrad",
    "Adam",
    "AddLayer",
    "Affine",
    "AveragedMomentum",
    "Check",
    "CoreError",
    "CosLayer",
    "Curve",
    "Difference",
    "DivLayer",
    "ExpLayer",
    "Expression",
    "ExpressionError",
    "Graph",
    "GraphError",
    "LayerNorms",
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
    "RMSprop",
    "Relu",
    "Sigmoid",
    "SinLayer",
    "SoftmaxWithLoss",
    "SqrtLayer",
    "Step",
    "StepStudy",
    "SubLayer",
    "Tanh",
    "Tape",
    "Trial",
    "Use",
    "central_difference",
    "descend",
    "difference",
    "differences",
    "digits",
    "expected_noise",
    "gradient_check",
    "gradient_norms",
    "initial_deviation",
    "initial_weights",
    "layer_norms",
    "nudge",
    "numeric_gradients",
    "numerical_gradient",
    "parse",
    "relative_error",
    "sides",
    "softmax",
    "step_study",
    "two_spirals",
    "xor",
]
