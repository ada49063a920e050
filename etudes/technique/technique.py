"""What notes ask of the player, and the easiest way to play them.

A pitch can be played in one way or in several: on this string with that finger, on this
partial with those valves. Each way, and each move from one way to the next, makes
demands: a string crossing, a shift, a break crossed by leap. A demand has a cost and
the first level at which it may be asked (`techniques.toml`). From the demands follow
the easiest fingering (the cheapest path), what a line costs, and what a level forbids.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

from etudes.errors import InvalidValue
from etudes.melody import Event, Melody
from etudes.theory import Pitch

HIGHEST_LEVEL = 8
_AVOIDED = 100.0
"""What a demand above the level adds to its cost, so that it is the last resort."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something a note asks: its cost, 0 nothing to 1 hard, and its first level.

    Raises
    ------
    InvalidValue
        If the cost is not 0 to 1 or the level not 1 to 9 (9 is never).
    """

    name: str
    cost: float
    level: int = 1

    def __post_init__(self) -> None:
        if not (0 <= self.cost <= 1 and 1 <= self.level <= HIGHEST_LEVEL + 1):
            raise InvalidValue(
                f"'{self.name}' has a cost of 0 to 1 and a first level of 1 to 9, not "
                f"{self.cost} and {self.level}"
            )


OUT_OF_REACH = Demand("a note out of reach", 1.0, HIGHEST_LEVEL + 1)
"""What a pitch asks that the instrument cannot play at all."""


@dataclass(frozen=True, slots=True)
class Fingering:
    """One way to play a written pitch."""

    pitch: Pitch


F = TypeVar("F", bound=Fingering)


@dataclass(frozen=True, eq=False)
class Technique(ABC, Generic[F]):
    """How one instrument is played; `demands` holds what costs or waits, by name.

    A demand that is not listed is free at every level.
    """

    demands: Mapping[str, Demand]

    @abstractmethod
    def ways(self, pitch: Pitch) -> tuple[F, ...]:
        """Return every way to play a written pitch, the plainest first."""

    def of_note(self, way: F) -> Iterable[str]:
        """Return the names of what a note asks by itself."""
        return ()

    def of_move(self, before: F, after: F) -> Iterable[str]:
        """Return the names of what going from one note to the next asks."""
        return ()

    def allows_all(self, level: int) -> bool:
        """Tell whether no demand comes later than this level."""
        return _first_level(self.demands.values()) <= level

    def may_sound(self, pitch: Pitch, level: int) -> bool:
        """Tell whether some way to play the pitch is one for this level."""
        return bool(_ways_at(self, pitch, level))

    def may_follow(self, a: Pitch, b: Pitch, level: int) -> bool:
        """Tell whether `b` can be played after `a` with what this level allows."""
        return any(
            _first_level(self._listed(self.of_move(x, y))) <= level
            for x in _ways_at(self, a, level)
            for y in _ways_at(self, b, level)
        )

    def fingering(
        self, pitches: Sequence[Pitch], level: int = HIGHEST_LEVEL
    ) -> tuple[F | None, ...]:
        """Return the easiest way to play each note of a line; None where there is none.

        The cheapest path over all ways to play all notes, found by dynamic programming.

        Parameters
        ----------
        level : demands that come later than this level are a last resort.
        """
        return tuple(_easiest(self, pitches, level))

    def asked(
        self, pitches: Sequence[Pitch], level: int = HIGHEST_LEVEL
    ) -> tuple[tuple[Demand, ...], ...]:
        """Return what each note asks of the player in the easiest fingering."""
        ways = self.fingering(pitches, level)
        return tuple(
            self._demands_of(before, way)
            for before, way in zip((None, *ways), ways, strict=False)
        )

    def cost(self, pitches: Sequence[Pitch]) -> float:
        """Return the mean cost of a note: 0 easy, about 1 hard."""
        costs = [demand.cost for demands in self.asked(pitches) for demand in demands]
        return sum(costs) / max(len(pitches), 1)

    def faults(self, melody: Melody, level: int) -> Iterator[tuple[Event, str]]:
        """Yield every note that asks for more than the level allows, and what it asks."""
        before: Pitch | None = None
        for event in melody.events():
            if event.pitch is None:
                continue
            fault = self._fault(before, event.pitch, level)
            if fault:
                yield event, fault
            before = event.pitch

    def _fault(self, before: Pitch | None, pitch: Pitch, level: int) -> str | None:
        if not self.may_sound(pitch, level):
            asked = min(
                (self._demands_of(None, way) for way in self.ways(pitch)),
                key=_first_level,
                default=(OUT_OF_REACH,),
            )
            return _too_early(asked)
        if before is None or not self.may_sound(before, level):
            return None
        if self.may_follow(before, pitch, level):
            return None
        asked = min(
            (
                self._listed(self.of_move(x, y))
                for x in _ways_at(self, before, level)
                for y in _ways_at(self, pitch, level)
            ),
            key=_first_level,
        )
        return _too_early(asked, f" from {before}")

    def _demands_of(self, before: F | None, way: F | None) -> tuple[Demand, ...]:
        if way is None:
            return (OUT_OF_REACH,)
        moved = () if before is None else self._listed(self.of_move(before, way))
        return (*self._listed(self.of_note(way)), *moved)

    def _listed(self, names: Iterable[str]) -> tuple[Demand, ...]:
        return tuple(self.demands[name] for name in names if name in self.demands)


def _first_level(demands: Iterable[Demand]) -> int:
    return max((demand.level for demand in demands), default=1)


def _too_early(asked: Iterable[Demand], move: str = "") -> str:
    latest = max(asked, key=lambda demand: demand.level)
    if latest.level > HIGHEST_LEVEL:
        return f"{latest.name}{move}"
    return f"{latest.name}{move}: not before level {latest.level}"


# Pitches and pairs of pitches return all the time: what they ask is worked out once.


@cache
def _ways_at(technique: Technique[Any], pitch: Pitch, level: int) -> tuple[Any, ...]:
    return tuple(
        way
        for way in _all_ways(technique, pitch)
        if _first_level(technique._listed(technique.of_note(way))) <= level
    )


@cache
def _all_ways(technique: Technique[Any], pitch: Pitch) -> tuple[Any, ...]:
    return technique.ways(pitch)


@cache
def _note_costs(technique: Technique[Any], pitch: Pitch, level: int) -> tuple[float, ...]:
    return tuple(
        _price(technique._listed(technique.of_note(way)), level)
        for way in _all_ways(technique, pitch)
    )


@cache
def _move_costs(
    technique: Technique[Any], a: Pitch, b: Pitch, level: int
) -> tuple[tuple[float, ...], ...]:
    """Return what each way to play `b` costs (rows) after each way to play `a`."""
    return tuple(
        tuple(
            _price(technique._listed(technique.of_move(x, y)), level)
            for x in _all_ways(technique, a)
        )
        for y in _all_ways(technique, b)
    )


def _price(demands: Iterable[Demand], level: int) -> float:
    return sum(d.cost + (_AVOIDED if d.level > level else 0.0) for d in demands)


class _Path(NamedTuple):
    """The cheapest way to have come to one way of playing a note."""

    cost: float
    way: Any
    before: "_Path | None"


def _easiest(
    technique: Technique[F], pitches: Sequence[Pitch], level: int
) -> list[F | None]:
    paths: list[_Path] = []
    last: Pitch | None = None
    for pitch in pitches:
        paths = _extended(technique, paths, last, pitch, level)
        last = pitch
    path = min(paths, key=lambda path: path.cost, default=None)
    ways = []
    while path is not None:
        ways.append(path.way)
        path = path.before
    return ways[::-1]


def _extended(
    technique: Technique[F],
    paths: list[_Path],
    last: Pitch | None,
    pitch: Pitch,
    level: int,
) -> list[_Path]:
    ways = _all_ways(technique, pitch)
    if last is None or not ways or paths[0].way is None:
        cheapest = min(paths, key=lambda path: path.cost, default=None)
        spent = cheapest.cost if cheapest else 0.0
        notes = _note_costs(technique, pitch, level) if ways else (OUT_OF_REACH.cost,)
        return [
            _Path(spent + cost, way, cheapest)
            for way, cost in zip(ways or (None,), notes, strict=True)
        ]
    found = []
    for way, own, moves in zip(
        ways,
        _note_costs(technique, pitch, level),
        _move_costs(technique, last, pitch, level),
        strict=True,
    ):
        cost, number = min(
            (path.cost + move, i)
            for i, (path, move) in enumerate(zip(paths, moves, strict=True))
        )
        found.append(_Path(cost + own, way, paths[number]))
    return found
