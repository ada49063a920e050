"""What is expected of a scale and of raters beforehand (`calibration.toml`)."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from etudes.rating.learning.level_model import LEVELS, Floats, LevelModel
from etudes.rating.learning.severe_fit import Expected, Spread

_FILE = "calibration.toml"


def prior_covariance(model: LevelModel) -> Floats:
    """Return the covariance of the numbers' prior, whose mean is 0 (`calibration.toml`)."""
    row, features = _data()["prior"], len(model.names)
    covariance = np.zeros((model.size, model.size))
    covariance[:features, :features] = row["weight"] ** 2 * np.eye(features)
    steps = row["step"] ** 2 * np.eye(LEVELS) + row["steps"] ** 2
    covariance[features:, features:] = steps
    return covariance


def prior_precision(model: LevelModel) -> Floats:
    """Return the inverse of the prior's covariance."""
    precision: Floats = np.asarray(np.linalg.inv(prior_covariance(model)), np.float64)
    return precision


def expected_spread() -> Expected:
    """Return what is expected of raters before any has answered."""
    row = _data()["spread"]
    (severity, raters), (piece, pieces), (rating, ratings) = (
        row[name] for name in ("severity", "piece", "rating")
    )
    return Expected(Spread(severity, piece, rating), raters, pieces, ratings)


def least_evidence() -> Mapping[str, float]:
    """Return how many raters, items and ratings are needed, and how sure one must be."""
    row: Mapping[str, float] = _data()["evidence"]
    return row


def left_out_parts() -> Mapping[str, int]:
    """Return in how many parts raters and items are left out."""
    row: Mapping[str, int] = _data()["folds"]
    return row


def feature_words() -> Mapping[str, str]:
    """Return what each feature is called when it is told what moved."""
    words: Mapping[str, str] = _data()["words"]
    return words


@cache
def _data() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / _FILE).read_text("utf-8"))
