"""How good the model is: likelihood against n-gram baselines on the same events."""

from etudes.evaluation.likelihood import Likelihood, bits
from etudes.evaluation.ngram import Baselines, KneserNey

__all__ = ["Baselines", "KneserNey", "Likelihood", "bits"]
