"""The model's law of one choice, and how it may be sharpened."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue

Floats = NDArray[np.float64]

_TAIL = 1e-6
"""How much of its probability is left to what top-p cuts off. Not zero: the rules may leave
nothing else."""


def law_of(logits: Floats) -> Floats:
    """Return the softmax of each row."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    law: Floats = shifted / shifted.sum(axis=1, keepdims=True)
    return law


@dataclass(frozen=True, slots=True)
class Sharpness:
    """How the model's law is changed before anything else; it is the law that is then kept.

    Attributes
    ----------
    temperature : the logits are divided by it: below 1 the likely becomes likelier.
    top_p : only the likeliest choices are left, so few that together they have this
        probability; the others keep a millionth of theirs, for where the rules allow
        nothing else.
    """

    temperature: float = 1.0
    top_p: float = 1.0

    def __post_init__(self) -> None:
        if not 0.01 <= self.temperature <= 100:
            raise InvalidValue(
                f"a temperature from 0.01 to 100 was expected, not {self.temperature}"
            )
        if not 0 < self.top_p <= 1:
            raise InvalidValue(
                f"a top-p above 0, at most 1, was expected, not {self.top_p}"
            )

    @property
    def is_plain(self) -> bool:
        return self.temperature == self.top_p == 1

    def applied(self, logits: Floats) -> Floats:
        """Return the law of each row of logits."""
        law = law_of(logits / self.temperature)
        if self.top_p == 1:
            return law
        order = np.argsort(-law, axis=1, kind="stable")
        sorted_law = np.take_along_axis(law, order, axis=1)
        before = np.cumsum(sorted_law, axis=1) - sorted_law
        kept = np.where(before < self.top_p, sorted_law, _TAIL * sorted_law)
        cut = np.empty_like(law)
        np.put_along_axis(cut, order, kept, axis=1)
        shares_of: Floats = cut / cut.sum(axis=1, keepdims=True)
        return shares_of
