"""The tables of levels and instruments: data in TOML, read into frozen values."""

from etudes.tables.instruments import Instrument, instrument, instruments
from etudes.tables.levels import Level, level, levels

__all__ = ["Instrument", "Level", "instrument", "instruments", "level", "levels"]
