"""How good the model is: likelihood against n-gram baselines on the same events."""

from etudes.evaluation.mixture import Mixture
from etudes.evaluation.ngram import Baselines, KneserNey
from etudes.sampling.likelihood import Likelihood, Obstacle, bits, obstacle

__all__ = [
    "Baselines",
    "KneserNey",
    "Likelihood",
    "Mixture",
    "Obstacle",
    "bits",
    "obstacle",
]
