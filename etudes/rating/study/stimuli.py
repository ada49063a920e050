"""All pieces of a session: of models, of people, of bare rules, and anchors.

Of the models nothing is picked by hand: each piece is the one item that `make` gives for a
seed of its own, its candidates chosen by a learnt preference only if the design names one.
Rules alone and anchors are made without any. Where people's tunes stand beside them, the
frame of every piece (metre, key, bars, upbeat) is one that a tune was found to fill, so
that no metre and no mode tells who wrote in it; its signs are drawn in one way.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import cycle

import numpy as np

from etudes.difficulty import Scale
from etudes.encoding.vocabulary import METRES
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.item.item import Item
from etudes.item.make import make
from etudes.item.plan import plan
from etudes.item.preference import Preference
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.rating.session import Origin
from etudes.rating.study.anchors import WRONGS, Wrong, anchor
from etudes.rating.study.baseline import Baseline
from etudes.rating.study.controls import control, tune_of
from etudes.rating.study.design import BASELINE, HUMAN, Design
from etudes.rating.study.made import Cell, Made
from etudes.runtime import Runtime

Pieces = tuple[list[Made], list[Made], list[Made]]
"""Pieces to rate, anchors, and pieces for training."""

_SEEDS = 3
"""Tells the generator of the seeds from those of the orders."""

_TRIES = 20
"""Seeds that are tried for one piece."""

_BARREN = 3
"""How many frames in a row that no tune fills, before no more are looked for."""

_ROUNDS = 12
"""How often each way to be wrong is tried at most."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What a design names by digests: the scale that levels are measured by, and the
    preference that chooses among a model's candidates; None is what the program brings."""

    scale: Scale | None = None
    preference: Preference | None = None

    @property
    def digests(self) -> tuple[str | None, str | None]:
        """The names of both, as a design and a request have them."""
        return (
            self.scale.digest if self.scale else None,
            self.preference.digest if self.preference else None,
        )


AS_SHIPPED = Learnt()


def stimuli_of(
    design: Design,
    runtimes: Mapping[str, Runtime],
    learnt: Learnt = AS_SHIPPED,
    tell: Callable[[str], object] = lambda _: None,
) -> Pieces:
    """Return the pieces that a design asks for; the same for the same design and models.

    Where no tune fills a frame of one kind, another kind of the design has the human
    control; where none can be wrong in one way, an anchor is wrong in another.

    Parameters
    ----------
    runtimes : the models by the names that the design has for them.
    learnt : the scale and the preference that the design names.
    tell : is called with a line about each kind that has no human control.

    Raises
    ------
    InvalidValue
        If a model of the design is missing, or the scale or preference is another.
    UnsatisfiableRequest
        If a piece cannot be made, or there are fewer human controls than asked for.
    DamagedData
        If human controls are asked for, and the collections are not on this machine.
    """
    if missing := set(design.models) - set(runtimes):
        raise InvalidValue(
            f"a model for each name of the design was expected; {', '.join(missing)} "
            "is missing"
        )
    if learnt.digests != (design.scale, design.preference):
        raise InvalidValue(
            "the scale and the preference that the design names were expected "
            f"({design.scale}, {design.preference}), not {learnt.digests}"
        )
    workshop = _Workshop(design, runtimes, learnt)
    rated = [
        workshop.piece(system, cell)
        for (system, cell), count in design.quotas.items()
        for _ in range(count)
    ]
    for cell, count in workshop.lacking.items():
        tell(
            f"{cell}: {count} of {design.quotas[HUMAN, cell]} human controls are missing, "
            "for no tune by people was found that fits; other kinds have more instead"
        )
    anchors = workshop.anchors()
    models = cycle(design.models)
    training = [workshop.made(next(models), cell) for cell in _of_training(design)]
    return rated, anchors, training


def _of_training(design: Design) -> list[Cell]:
    """Return the kinds of the pieces for training; two that make a pair are of one kind."""
    kinds = [design.cells[n % len(design.cells)] for n in range(design.training)]
    return kinds + kinds[-1:] * (design.needed - design.training)


class _Workshop:
    """Makes one piece after another, each from the next seed of the design; `lacking` says
    how many human controls of a kind had to be of another."""

    def __init__(
        self, design: Design, runtimes: Mapping[str, Runtime], learnt: Learnt
    ) -> None:
        self._design, self._runtimes = design, dict(runtimes)
        self._learnt, self._plain = learnt, Learnt(learnt.scale)
        self._seeds = _seeds(design.seed)
        self._taken: set[str] = set()
        self._filled: defaultdict[Cell, list[Melody]] = defaultdict(list)
        self._thought_of: set[str] = set()
        self._barren: Counter[Cell] = Counter()
        self.lacking: Counter[Cell] = Counter()
        first = self._runtimes[design.models[0]]
        self._runtimes[BASELINE] = Baseline(first.model)

    def piece(self, system: str, cell: Cell) -> Made:
        return self._human(cell) if system == HUMAN else self.made(system, cell)

    def made(self, system: str, cell: Cell) -> Made:
        """Return what a model or the baseline makes of a kind."""
        origin: Origin = "baseline" if system == BASELINE else "model"
        learnt = self._plain if system == BASELINE else self._learnt
        for seed in self._some():
            request = _named(self._request(cell, seed), learnt)
            if item := _made(request, self._runtimes[system], learnt):
                return Made(item, request, origin, system, cell.level)
        raise _nothing(f"a piece of {system}", cell)

    def anchors(self) -> list[Made]:
        """Return the anchors: the ways to be wrong in turn, of the cells in turn."""
        found: list[Made] = []
        for wrong, cell in self._ways_to_be_wrong() * _ROUNDS:
            if len(found) == self._design.anchors:
                return found
            with suppress(UnsatisfiableRequest):
                if one := self._anchor(cell, wrong):
                    found.append(one)
        if len(found) < self._design.anchors:
            raise _nothing("an anchor", self._design.cells[0])
        return found

    def _ways_to_be_wrong(self) -> list[tuple[Wrong, Cell]]:
        """Return every wrong of every cell, so that both come in turn."""
        cells = self._design.cells
        return [
            (wrong, cells[(n + turn) % len(cells)])
            for turn in range(len(cells))
            for n, wrong in enumerate(WRONGS)
        ]

    def _anchor(self, cell: Cell, wrong: Wrong) -> Made | None:
        seed, scale = next(self._seeds), self._learnt.scale
        return anchor(cell, wrong, seed, self._item_of, scale)

    def _request(self, cell: Cell, seed: int) -> Request:
        """Return the request for a piece of a kind. Where people's tunes stand beside it,
        its frame is one that a tune was found to fill, or that one filled before."""
        request, known = cell.request(seed), self._filled[cell]
        if not self._design.systems[HUMAN]:
            return request
        if self._barren[cell] < _BARREN:
            one = control(cell, seed, self._thought_of, self._learnt.scale)
            self._barren[cell] = self._barren[cell] + 1 if one is None else 0
            if one is not None:
                known.append(one.item.melody)
                self._think_of(tune_of(one))
                return _framed(request, known[-1])
        return _framed(request, known[seed % len(known)]) if known else request

    def _think_of(self, tune: str) -> None:
        """Let a tune fill no other frame, until as many have as there are controls: theirs
        are so looked for, and frames that few tunes fill get rarer on the way."""
        if len(self._thought_of) + 1 >= self._design.systems[HUMAN]:
            self._thought_of.clear()
        self._thought_of.add(tune)

    def _item_of(self, request: Request) -> Item:
        runtime = self._runtimes[self._design.models[0]]
        [item] = make(request, runtime, scale=self._learnt.scale)
        return item

    def _human(self, cell: Cell) -> Made:
        others = [one for one in self._design.cells if one != cell]
        for kind in (cell, *others):
            scale = self._learnt.scale
            one = control(kind, next(self._seeds), self._taken, scale)
            if one is not None:
                self._taken.add(tune_of(one))
                self.lacking.update([cell] if kind != cell else [])
                return one
        raise UnsatisfiableRequest(
            f"{self._design.systems[HUMAN]} tunes by people were expected, and of these "
            f"kinds ({_few(self._design.cells)}) only {len(self._taken)} were found; ask "
            "for fewer human controls (--controls 0), or for other levels or styles"
        )

    def _some(self) -> Iterator[int]:
        return (next(self._seeds) for _ in range(_TRIES))


def _framed(request: Request, melody: Melody) -> Request:
    """Return the request with the frame of a melody: its metre, key, bars and whether it
    has an upbeat."""
    return replace(
        request,
        key=melody.key,
        time_signature=melody.time_signature,
        measures=melody.full_measures,
        pickup=melody.pickup > 0,
    )


def _named(request: Request, learnt: Learnt) -> Request:
    """Return the request with the names of what was learnt."""
    scale, preference = learnt.digests
    return replace(request, scale=scale, preference=preference)


def _few(cells: tuple[Cell, ...]) -> str:
    """Return the first kinds in words."""
    rest = f" and {len(cells) - 3} more" if len(cells) > 3 else ""
    return "; ".join(map(str, cells[:3])) + rest


def _made(request: Request, runtime: Runtime, learnt: Learnt) -> Item | None:
    """Return the item of a request; None where its metre is one that no tune has, or its
    choices clash."""
    try:
        exercise, _ = plan(request, 0)
        if str(exercise.time_signature) not in METRES:
            return None
        [item] = make(request, runtime, None, learnt.scale, learnt.preference)
    except UnsatisfiableRequest:
        return None
    return item if str(item.melody.time_signature) in METRES else None


def _seeds(seed: int) -> Iterator[int]:
    rng = np.random.default_rng((seed, _SEEDS))
    while True:
        yield int(rng.integers(2**31))


def _nothing(what: str, cell: Cell) -> UnsatisfiableRequest:
    return UnsatisfiableRequest(
        f"{what} for {cell} was expected, and {_TRIES} seeds gave none; name "
        "another length, level or instrument"
    )
