"""Descriptors of a melody, and the level that they add up to."""

from etudes.difficulty.descriptors import Descriptors, describe
from etudes.difficulty.estimate import SCALE_VERSION, Estimate, estimate

__all__ = ["SCALE_VERSION", "Descriptors", "Estimate", "describe", "estimate"]
