"""The tables of levels and instruments: data in TOML, read into frozen values."""

from etudes.tables.instruments import Instrument, instrument, instruments
from etudes.tables.levels import Level
from etudes.tables.rubric import Rubric, level, levels, read_rubric, rubric

__all__ = [
    "Instrument",
    "Level",
    "Rubric",
    "instrument",
    "instruments",
    "level",
    "levels",
    "read_rubric",
    "rubric",
]
