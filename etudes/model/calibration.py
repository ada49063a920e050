"""How sure the model may be: one temperature, fitted on families it never saw.

A network that has learnt for long is surer of itself than it is right. Dividing its logits
by one number mends that (Guo, Pleiss, Sun and Weinberger, "On calibration of modern neural
networks", 2017). The number goes into the weights of the output layers, so that the model's
law is the calibrated one and nobody else has to know of it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.model.batches import Encoded, in_order
from etudes.model.measures import LOGITS, nats_of

_TRIED = np.arange(0.9, 1.31, 0.02)
_OUTPUTS = ("output", "gates")

Weights = dict[str, NDArray[np.float32]]


def temperature(network: Any, encoded: Sequence[Encoded], events: int) -> float:
    """Return what the logits should be divided by: the best of 0.90, 0.92 ... 1.30.

    Parameters
    ----------
    encoded : held-out families; without any, the answer is 1.
    events : how many go through the network at once.
    """
    nats = np.zeros(len(_TRIED))
    for batch, _ in in_order(encoded, events):
        logits = network.predict_on_batch(batch.inputs())
        for name, truth in zip(LOGITS, (batch.durations, batch.pitches), strict=True):
            nats += [
                float((nats_of(logits[name] / t, truth) * batch.weight).sum())
                for t in _TRIED
            ]
    return round(float(_TRIED[np.argmin(nats)]), 2) if nats.any() else 1.0


def divided(weights: Weights, by: float) -> Weights:
    """Return the weights of a model whose logits are divided by a number.

    Examples
    --------
    >>> weights = {"pitch_output/bias": np.array([2.0], np.float32)}
    >>> float(divided(weights, 2)["pitch_output/bias"][0])
    1.0
    """
    return {
        name: weight / np.float32(by) if _is_output(name) else weight
        for name, weight in weights.items()
    }


def _is_output(name: str) -> bool:
    return name.partition("/")[0].endswith(_OUTPUTS)
