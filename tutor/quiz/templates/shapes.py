"""Items that ask for a shape of Affine layers: one layer, two, and those in the middle of three."""

from __future__ import annotations

from tutor.quiz.templates.template import ShapeLevel, ShapeTemplate
from tutor.words import N_

_WIDTH = (2, 3, 5, 6, 8, 9, 10, 12)
_BATCH = (*_WIDTH, 14, 15, 16)
_ONE = ("Y", "dW", "db", "dX")
_TWO = ("H1", "Y", "dW1", "dW2", "db1", "db2", "dH1", "dX")
_MIDDLE = ("H2", "dW2", "db2", "dH1", "dH2")

TEMPLATES = (
    ShapeTemplate(
        "from-shapes",
        {
            1: ShapeLevel(
                _BATCH,
                (_WIDTH,) * 2,
                _ONE,
                N_("A batch goes forward through an Affine layer, and its gradients come back. These are the shapes."),
            ),
            2: ShapeLevel(
                _BATCH,
                (_WIDTH,) * 3,
                _TWO,
                N_(
                    "A batch goes forward through two Affine layers, one behind the other, and its gradients come "
                    "back. These are the shapes."
                ),
            ),
            3: ShapeLevel(
                _BATCH,
                (_WIDTH,) * 4,
                _MIDDLE,
                N_(
                    "A batch goes forward through three Affine layers, one behind the other, and its gradients come "
                    "back. These are the shapes."
                ),
            ),
        },
    ),
    ShapeTemplate(
        "from-sizes",
        {
            1: ShapeLevel(
                _BATCH,
                (_WIDTH,) * 2,
                _ONE,
                N_(
                    "{batch} photos go through an Affine layer as one batch. Each is described by {inputs} numbers, "
                    "which the layer turns into {outputs} scores. Then the gradients come back."
                ),
            ),
            2: ShapeLevel(
                _BATCH,
                (_WIDTH,) * 3,
                _TWO,
                N_(
                    "{batch} photos go through two Affine layers as one batch. Each is described by {inputs} numbers; "
                    "the first layer turns them into {hidden1} numbers, the second into {outputs} scores. Then the "
                    "gradients come back."
                ),
            ),
            3: ShapeLevel(
                _BATCH,
                (_WIDTH,) * 4,
                _MIDDLE,
                N_(
                    "{batch} photos go through three Affine layers as one batch. Each is described by {inputs} "
                    "numbers; the layers turn them into {hidden1}, then {hidden2}, then {outputs} numbers. Then the "
                    "gradients come back."
                ),
            ),
        },
        states_shapes=False,
    ),
)
