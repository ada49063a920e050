"""What can be measured in a line of music, the level that it adds up to, and why."""

from etudes.difficulty.descriptors import Descriptors, describe
from etudes.difficulty.evidence import Evidence
from etudes.difficulty.grade import Grade, Reason, Tags, grade, level_of, tags
from etudes.difficulty.scale import Feature, Scale, scale
from etudes.difficulty.scale_json import scale_from_json, scale_to_json

__all__ = [
    "Descriptors",
    "Evidence",
    "Feature",
    "Grade",
    "Reason",
    "Scale",
    "Tags",
    "describe",
    "grade",
    "level_of",
    "scale",
    "scale_from_json",
    "scale_to_json",
    "tags",
]
