"""What teachers prefer, learnt from their ratings: a weight for each trait of a piece.

A preference chooses among candidates for the same exercise, so only differences count. It
is a value: kept as JSON, named by a digest, with the evidence that it rests on.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from etudes.digest import short_digest
from etudes.errors import DamagedData, EtudesError, InvalidValue
from etudes.item.portrait import Trait, traits

_FORM = 2
"""Of the text; raised when older programs could not read it."""

_WITHOUT_MODELS = 1
"""The form that does not tell which models made the items."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a preference rests on.

    Attributes
    ----------
    sessions : their codes.
    raters, items, ratings, pairs : how many; items are those that a model made.
    ridge : how strongly weights are drawn to none; chosen by what was left out.
    held_out : correlation of foretold and given, in what was left out of the fit.
    chance : the share of fits to shuffled pieces that foretell as well or better.
    models : digests of the models that made the items; none where that was not kept.
    """

    sessions: tuple[str, ...]
    raters: int
    items: int
    ratings: int
    pairs: int
    ridge: float
    held_out: float
    chance: float
    models: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """A trait with its weight: points of 7 for one spread more, and an interval of 95 %."""

    trait: Trait
    weight: float
    interval: tuple[float, float]

    def __post_init__(self) -> None:
        low, high = self.interval
        if not (abs(self.weight) < _FAR and -_FAR < low <= high < _FAR):
            raise InvalidValue(
                f"a weight and an interval between -{_FAR:g} and {_FAR:g} were expected of "
                f"{self.trait.name[:40]}, not {self.weight} [{low}, {high}]"
            )


_FAR = 6.0
"""Points; the whole width of the scale from 1 to 7."""


@dataclass(frozen=True)
class Preference:
    """Weighed traits and their evidence.

    Raises
    ------
    InvalidValue
        If it weighs nothing, a trait twice, or one that this program does not know.
    """

    weights: tuple[Weighed, ...]
    evidence: Evidence

    def __post_init__(self) -> None:
        names = [one.trait.name for one in self.weights]
        known = {trait.name for trait in traits()}
        strange = [name[:40] for name in names if name not in known]
        if not names or len(set(names)) < len(names) or strange:
            raise InvalidValue(
                "each of some known traits once was expected in a preference, not "
                f"{', '.join(strange or [name[:40] for name in names]) or 'none'}; learn "
                "it anew with 'etudes prefer'"
            )

    @cached_property
    def digest(self) -> str:
        """The name by which a request asks for it: of its JSON text."""
        return short_digest(preference_to_json(self))

    def is_for(self, model_digest: str) -> bool:
        """Tell whether it was learnt from pieces of this model; of one that does not tell,
        nobody knows better. Traits of another model's candidates spread otherwise."""
        return not self.evidence.models or model_digest in self.evidence.models

    def score(self, values: Mapping[str, float], level: int) -> float:
        """Return how much more a piece pleases than the mean of its level, in points of 7.

        Parameters
        ----------
        values : its portrait.
        """
        return sum(
            one.weight * one.trait.standardised(values[one.trait.name], level)
            for one in self.weights
        )


def preference_to_json(preference: Preference) -> str:
    """Return the preference as JSON text; equal ones give equal text."""
    evidence = asdict(preference.evidence)
    if not preference.evidence.models:  # as it was written before models were kept
        del evidence["models"]
    data = {
        "form": _FORM if "models" in evidence else _WITHOUT_MODELS,
        "weights": [asdict(one) for one in preference.weights],
        "evidence": evidence,
    }
    return json.dumps(data, sort_keys=True, separators=(",", ":"), allow_nan=False)


def preference_from_json(text: str) -> Preference:
    """Return the preference that `preference_to_json` wrote.

    Raises
    ------
    DamagedData
        If the text is no such JSON, or no valid preference.
    """
    try:
        data = json.loads(text)
        if data["form"] not in (_FORM, _WITHOUT_MODELS):
            raise DamagedData(f"form {_FORM} of a preference is known, not {data['form']}")
        weights = tuple(map(_weighed, data["weights"]))
        models = data["evidence"]["models"] if data["form"] == _FORM else ()
        return Preference(weights, _evidence(data["evidence"], models))
    except (EtudesError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise DamagedData(
            f"a preference as JSON was expected, not {text!r:.60}: {error}; go back to "
            "none with 'etudes prefer --back', or learn it anew"
        ) from error


def _weighed(row: dict[str, Any]) -> Weighed:
    trait = row["trait"]
    return Weighed(
        Trait(
            str(trait["name"]),
            str(trait["words"]),
            tuple(map(float, trait["means"])),
            float(trait["spread"]),
        ),
        float(row["weight"]),
        _pair(row["interval"]),
    )


def _evidence(data: dict[str, Any], models: Iterable[str]) -> Evidence:
    return Evidence(
        tuple(map(str, data["sessions"])),
        int(data["raters"]),
        int(data["items"]),
        int(data["ratings"]),
        int(data["pairs"]),
        float(data["ridge"]),
        float(data["held_out"]),
        float(data["chance"]),
        tuple(map(str, models)),
    )


def _pair(ends: Iterable[float]) -> tuple[float, float]:
    low, high = ends
    return float(low), float(high)
