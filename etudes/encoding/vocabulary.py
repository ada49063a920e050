"""The vocabulary: which pitches and durations the model can name."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.events import REST, EventArrays
from etudes.errors import DamagedData
from etudes.theory import MODES

METRES = ("2/4", "3/4", "4/4", "2/2", "3/8", "6/8", "9/8", "12/8", "3/2", "6/4")
"""Metres that the collections hold in number; any other has the last id, "unknown"."""

STYLES = (
    *("air", "dance", "jig", "slip-jig", "reel", "hornpipe", "strathspey", "march"),
    *("song", "quartet"),
)
"""What a piece is; "dance" is a dance tune of which no more is known."""

UNKNOWN = -1


@dataclass(frozen=True)
class Vocabulary:
    """Token ids: pitch 0 is the rest, then (steps, alteration); durations in ticks."""

    pitches: tuple[tuple[int, int], ...]
    durations: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.pitches or self.pitches[0] != (REST, 0):
            raise DamagedData("a vocabulary begins with the rest")
        if len(set(self.pitches)) < len(self.pitches) or not self.durations:
            raise DamagedData("a vocabulary names every pitch once and has durations")

    @classmethod
    def count(cls, lines: Iterable[EventArrays], least: int = 20) -> Self:
        """Return the vocabulary of what occurs at least so often."""
        pitches: Counter[tuple[int, int]] = Counter()
        durations: Counter[int] = Counter()
        for line in lines:
            pitches.update(zip(line.steps.tolist(), line.alters.tolist(), strict=True))
            durations.update(line.ticks.tolist())
        names = sorted(p for p, n in pitches.items() if n >= least and p[0] != REST)
        lengths = sorted(d for d, n in durations.items() if n >= least)
        return cls(((REST, 0), *names), tuple(lengths))

    @cached_property
    def _pitch_ids(self) -> dict[tuple[int, int], int]:
        return {pitch: i for i, pitch in enumerate(self.pitches)}

    @cached_property
    def _duration_ids(self) -> dict[int, int]:
        return {ticks: i for i, ticks in enumerate(self.durations)}

    def pitch_id(self, steps: int, alter: int) -> int:
        """Return the token id of a pitch, or `UNKNOWN`."""
        return self._pitch_ids.get((steps, alter), UNKNOWN)

    def duration_id(self, ticks: int) -> int:
        """Return the token id of a duration, or `UNKNOWN`."""
        return self._duration_ids.get(ticks, UNKNOWN)

    def tokens(self, line: EventArrays) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
        """Return pitch and duration token ids, each of shape (events,)."""
        pairs = zip(line.steps.tolist(), line.alters.tolist(), strict=True)
        pitches = [self.pitch_id(*pair) for pair in pairs]
        durations = [self.duration_id(ticks) for ticks in line.ticks.tolist()]
        return np.array(pitches, np.int16), np.array(durations, np.int16)

    def to_json(self) -> dict[str, Any]:
        return {
            "pitches": [list(pitch) for pitch in self.pitches],
            "durations": list(self.durations),
            "metres": list(METRES),
            "modes": list(MODES),
            "styles": list(STYLES),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote.

        Raises
        ------
        DamagedData
            If the tables of metres, modes or styles are not this version's.
        """
        for name, expected in (("metres", METRES), ("modes", MODES), ("styles", STYLES)):
            if tuple(data.get(name, ())) != expected:
                raise DamagedData(f"the vocabulary has other {name} than this version")
        pitches = tuple((int(steps), int(alter)) for steps, alter in data["pitches"])
        return cls(pitches, tuple(int(ticks) for ticks in data["durations"]))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical JSON."""
        text = json.dumps(self.to_json(), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()
