"""What is cut out of the large SoundFont, as data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from etudes.errors import InvalidValue
from etudes.tables import instruments

_TABLE = Path(__file__).with_name("presets.toml")
KINDS = ("sustained", "struck")
_SPARE = 2
"""Semitones beyond the ranges of the table, for what is printed in another octave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How one preset is cut; the fields are those of `presets.toml`.

    Raises
    ------
    InvalidValue
        If the kind is unknown, or keys and seconds are none.
    """

    program: int
    kind: str
    step: int
    low: int
    high: int
    seconds: float = 0.62
    looped: bool = True
    release: float = 0.2
    partial: float = 1.0
    partials: int = 4
    instead: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise InvalidValue(f"program {self.program}: kind is one of {KINDS}")
        if not (0 <= self.low < self.high <= 127 and self.step > 0 and self.seconds > 0):
            raise InvalidValue(f"program {self.program}: keys and seconds above 0 expected")

    def recorded(self, key: int) -> int:
        """Return the key whose recording serves a root key."""
        return self.instead.get(str(key), key)


@dataclass(frozen=True, slots=True)
class Kit:
    """Which drums of a kit are cut out."""

    program: int
    keys: tuple[int, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class CutTable:
    """All presets, the velocity their recordings are taken at, and the highest rate."""

    velocity: int
    rate: int
    cuts: tuple[Cut, ...]
    kits: tuple[Kit, ...]


def cut_table() -> CutTable:
    """Return the table; where it names no keys, those its instruments reach."""
    data = tomllib.loads(_TABLE.read_text("utf-8"))
    reached = sounding_ranges()
    cuts = []
    for row in data["preset"]:
        low, high = reached.get(row["program"], (60, 72))
        cuts.append(Cut(**{"low": low - _SPARE, "high": high + _SPARE, **row}))
    kits = tuple(Kit(k["program"], tuple(k["keys"]), k["seconds"]) for k in data["kit"])
    return CutTable(data["velocity"], data["rate"], tuple(cuts), kits)


def sounding_ranges() -> dict[int, tuple[int, int]]:
    """Return the lowest and the highest sounding MIDI pitch of each program."""
    found: dict[int, tuple[int, int]] = {}
    for one in instruments():
        if one.unpitched:
            continue
        for clef in (one.clef, *dict(one.other_clefs)):
            read = one.in_clef(clef)
            shift = read.transposition.semitones
            low, high = (pitch.midi + shift for pitch in read.ranges[-1])
            before = found.get(one.midi_program, (low, high))
            found[one.midi_program] = (min(low, before[0]), max(high, before[1]))
    return found
