"""What a session is planned from: which pieces of whom, for how many raters."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from itertools import combinations
from typing import Any, Self

from etudes.errors import InvalidValue
from etudes.rating.study.made import Cell
from etudes.rating.study.purposes import REPORT, purpose_of
from etudes.rating.study.spread import spread
from etudes.words import Language

HUMAN, BASELINE = "human", "baseline"

USUAL_RATERS, USUAL_TRIALS = 12, 40
_ORIENTED = 4
"""How many raters see each pair, half of them the other way round."""

_BOUNDS = {
    "raters": (2, 500),
    "per_rater": (4, 200),
    "items": (2, 400),
    "anchors": (0, 10),
    "training": (0, 10),
}
_SHARES = {"controls": 0.5, "baseline": 0.5, "repeats": 0.3}

System = str
Pairing = tuple[System, System]


@dataclass(frozen=True, slots=True)
class Design:
    """A study before anything of it is made.

    Attributes
    ----------
    cells : the kinds of piece: levels, instruments, lengths, styles ...
    models : what the models are called in the report; two are compared with each other.
    per_rater : trials of each rater that count: single ratings, repeats and pairs.
    items : pieces that are rated, anchors and those for training apart.
    controls, baseline : the shares of them that people wrote and that bare rules wrote.
    repeats : the share of each rater's trials that ask again what was asked before.
    anchors : pieces with something plainly wrong, which every rater sees.
    training : trials that come first and do not count.
    pairs : trials of each rater in which one of two pieces is chosen.
    seed : decides the pieces and the orders.
    scale, preference : digests of the learnt scale that levels are measured by, and of the
        learnt preference by which the models' candidates are chosen; None is the
        program's own scale, and no preference.
    language : by its code: what all raters read.
    purpose : what the session is for, by its name in `purposes.toml`.

    Raises
    ------
    InvalidValue
        If a number lies outside its bounds, or the parts do not fit into the trials.
    UnknownName
        If there is no such language or purpose.

    Examples
    --------
    >>> design = Design.usual((Cell(3, "violin"),), ("gru",), raters=5)
    >>> design.items, design.pairs, design.singles, design.repeated
    (26, 8, 26, 4)
    >>> design.systems
    Counter({'gru': 19, 'human': 4, 'baseline': 3})
    """

    cells: tuple[Cell, ...]
    models: tuple[System, ...]
    raters: int
    per_rater: int
    items: int
    controls: float
    baseline: float
    repeats: float
    anchors: int
    training: int
    pairs: int = 0
    seed: int = 0
    scale: str | None = None
    preference: str | None = None
    language: str = "en"
    purpose: str = REPORT

    def __post_init__(self) -> None:
        for name, (least, most) in _BOUNDS.items():
            value = getattr(self, name)
            if not least <= value <= most:
                raise InvalidValue(
                    f"--{name.replace('_', '-')}: from {least} to {most} were expected, "
                    f"not {value}"
                )
        for name, share in _SHARES.items():
            if not 0 <= getattr(self, name) <= share:
                raise InvalidValue(
                    f"--{name}: a share from 0 to {share} was expected, not "
                    f"{getattr(self, name)}"
                )
        Language(self.language)
        named = (*self.models, HUMAN, BASELINE)
        if not self.cells or not self.models or len(set(named)) != len(named):
            raise InvalidValue(
                "a level, an instrument and models with names of their own were expected"
            )
        if self.seed < 0:
            raise InvalidValue(f"--seed: 0 or more was expected, not {self.seed}")
        if not 0 <= self.pairs <= self.per_rater // 2:
            raise InvalidValue(
                f"--pairs: from 0 to {self.per_rater // 2} were expected, half of the "
                f"{self.per_rater} trials of each rater, not {self.pairs}"
            )
        if self.singles < 2:
            raise InvalidValue(
                f"--per-rater: {self.per_rater} trials do not hold {self.pairs} pairs, "
                f"{self.anchors} anchors, {self.repeated} repeats and two single ratings; "
                "ask for more trials, or for fewer of these"
            )
        room = (self.singles + self.anchors) // 2
        if self.repeated > room:
            raise InvalidValue(
                f"--repeats: of {self.singles} pieces and {self.anchors} anchors that each "
                f"rater hears, {room} at most can come again, and {self.repeated} should; "
                f"ask for fewer (--repeats {room / self.per_rater:.2f}) or for more --items"
            )
        least = purpose_of(self.purpose).least
        if self.judges < least:
            raise InvalidValue(
                f"{least} raters or more of each piece were expected: {self.raters} raters "
                f"with {self.singles} single ratings are too few for {self.items} pieces; "
                f"ask for at most {self.raters * self.singles // least} items"
            )
        if min(self.systems[model] for model in self.models) < 1:
            raise InvalidValue(
                f"{self.items} items leave none to {', '.join(self.models)}; ask for more "
                "items, or for fewer controls"
            )

    @classmethod
    def usual(
        cls,
        cells: tuple[Cell, ...],
        models: tuple[System, ...],
        *,
        raters: int = USUAL_RATERS,
        per_rater: int = USUAL_TRIALS,
        purpose: str = REPORT,
        items: int | None = None,
        pairs: int | None = None,
        **others: Any,
    ) -> Self:
        """Return a design in which what is not asked for is as its purpose sets it.

        Examples
        --------
        >>> design = Design.usual((Cell(3, "violin"),), ("gru",), purpose="preference")
        >>> design.items, design.pairs, design.singles, design.systems
        (240, 0, 36, Counter({'gru': 240}))
        """
        row = purpose_of(purpose)
        row = replace(row, **{n: others.pop(n) for n in row.parts if n in others})
        pairs = int(row.pairs * per_rater) if pairs is None else pairs
        pieces = row.pieces(raters, row.singles(per_rater, pairs))
        return cls(
            cells,
            models,
            raters,
            per_rater,
            pieces if items is None else items,
            pairs=pairs,
            purpose=purpose,
            **row.parts,
            **others,
        )

    @property
    def repeated(self) -> int:
        """How many trials of each rater ask again what was asked before."""
        return round(self.repeats * self.per_rater)

    @property
    def singles(self) -> int:
        """How many pieces each rater rates, repeats and anchors apart."""
        room = self.per_rater - self.repeated - self.pairs - self.anchors
        return min(room, self.items)

    @property
    def trials(self) -> int:
        """How many trials each rater has, those for training among them."""
        return self.training + self.singles + self.anchors + self.repeated + self.pairs

    @property
    def judges(self) -> int:
        """How many raters at least judge each piece."""
        return self.raters * self.singles // self.items

    @property
    def systems(self) -> Counter[System]:
        """How many pieces each system has."""
        human, bare = (round(self.items * s) for s in (self.controls, self.baseline))
        share, more = divmod(self.items - human - bare, len(self.models))
        found = Counter({model: share + (n < more) for n, model in enumerate(self.models)})
        found.update({name: n for name, n in ((HUMAN, human), (BASELINE, bare)) if n})
        return found

    @property
    def quotas(self) -> Counter[tuple[System, Cell]]:
        """How many pieces each system has of each kind.

        Each system's own are evenly spread, over levels first and then over instruments, so
        that none is judged the better because it had the easier kinds.

        Examples
        --------
        >>> cells = (Cell(2, "violin"), Cell(3, "violin"))
        >>> design = Design.usual(cells, ("gru",), raters=4, items=8, controls=0.25)
        >>> for (system, cell), count in design.quotas.items():
        ...     print(count, system, cell)
        3 gru level 2, violin
        2 gru level 3, violin
        1 human level 2, violin
        1 human level 3, violin
        1 baseline level 3, violin
        """
        found: Counter[tuple[System, Cell]] = Counter()
        used: Counter[Cell] = Counter()
        for system, count in self.systems.items():
            own = spread(self.cells, count, used)
            used.update(own)
            found.update({(system, cell): own[cell] for cell in self.cells if own[cell]})
        return found

    @property
    def pairings(self) -> tuple[Pairing, ...]:
        """Which systems meet in pairs, as often as they should.

        Each model meets the controls and the baseline. One model alone meets itself too,
        which tells what is preferred among its own pieces; of two or more, every second
        pair is one model against another.
        """
        others = [name for name in (HUMAN, BASELINE) if self.systems[name]]
        outside = [(model, other) for model in self.models for other in others]
        among = list(combinations(self.models, 2))
        if not among:
            return (*outside, (self.models[0], self.models[0]))
        return tuple(among) * max(1, len(outside) // len(among)) + tuple(outside)

    @property
    def different_pairs(self) -> int:
        """How many different pairs there should be, if so many can be made."""
        return max(self.pairs, self.raters * self.pairs // _ORIENTED)

    @property
    def needed(self) -> int:
        """How many pieces for training are needed: where pairs are asked for, the last of
        the trials for training is one."""
        return self.training + (self.training > 0 and self.pairs > 0)

    @property
    def made(self) -> int:
        """How many pieces are made: to rate, anchors, and for training."""
        return self.items + self.anchors + self.needed

    def as_json(self) -> dict[str, Any]:
        """Return the design as plain values."""
        return {**asdict(self), "cells": [cell.as_json() for cell in self.cells]}

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> Self:
        """Return the design that `as_json` told.

        Raises
        ------
        InvalidValue
            If they are not the values of a design.

        Examples
        --------
        >>> design = Design.usual((Cell(3, "violin"),), ("gru",))
        >>> Design.from_json(design.as_json()) == design
        True
        """
        try:
            cells = tuple(Cell.from_json(cell) for cell in values["cells"])
            rest = {**values, "cells": cells, "models": tuple(values["models"])}
            return cls(**rest)
        except (TypeError, KeyError) as error:
            raise InvalidValue(
                f"the design of a session was expected, and it lacks or has too much "
                f"({error}); make the session again"
            ) from error
