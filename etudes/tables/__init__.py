"""The tables of levels and instruments: data in TOML, read into frozen values."""

from etudes.tables.catalogue import (
    GENERIC,
    generic,
    instrument,
    instrument_from_data,
    instruments,
    own_instrument,
    read_instruments,
)
from etudes.tables.instruments import Instrument
from etudes.tables.levels import Level
from etudes.tables.rubric import Rubric, level, levels, read_rubric, rubric

__all__ = [
    "GENERIC",
    "Instrument",
    "Level",
    "Rubric",
    "generic",
    "instrument",
    "instrument_from_data",
    "instruments",
    "level",
    "levels",
    "own_instrument",
    "read_instruments",
    "read_rubric",
    "rubric",
]
