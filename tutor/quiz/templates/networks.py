"""Items on networks: depth, batches, matrices and training."""

from __future__ import annotations

from tutor.quiz.templates import batches, depth, matrices, softmax, training
from tutor.quiz.templates.template import Template

TEMPLATES: dict[str, tuple[Template, ...]] = {
    **depth.TEMPLATES,
    **batches.TEMPLATES,
    **matrices.TEMPLATES,
    **softmax.TEMPLATES,
    **training.TEMPLATES,
}
