"""What can be measured in a line of music, the level that it adds up to, and why."""

from etudes.difficulty.descriptors import Descriptors, describe
from etudes.difficulty.grade import Grade, Reason, Tags, grade, level_of, tags
from etudes.difficulty.scale import Scale, scale

__all__ = [
    "Descriptors",
    "Grade",
    "Reason",
    "Scale",
    "Tags",
    "describe",
    "grade",
    "level_of",
    "scale",
    "tags",
]
