"""Figures of events that several models were charged for, with bootstrap intervals.

An interval holds 95 % of the resamples of whole clusters of events (families of variants):
events of one cluster are no independent witnesses (Davison & Hinkley, "Bootstrap methods
and their application", 1997, section 3.8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

RESAMPLES: Final = 1000
SEED: Final = 1
NEW_MEASURES: Final = 4
"""The opening bars, which nothing in the tune itself foretells."""

Bits = NDArray[np.float64]
Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]

Costs = dict[tuple[str, str], Bits]
"""Bits by (model, "duration", "pitch" or "joint"), each of shape (events,)."""


@dataclass(frozen=True)
class Charged:
    """The events of a test side, and what each costs each model.

    Attributes
    ----------
    costs : each of shape (events,).
    families, tunes : number of the family and of the tune of each event.
    measures : the full measure of each event, from 0; a pickup is -1.
    labels : "collection", "level" and "metre" of each event.
    """

    costs: Costs
    families: Ints
    tunes: Ints
    measures: Ints
    labels: dict[str, NDArray[np.str_]]

    def figures(self, model: str, rivals: Sequence[str]) -> dict[str, Any]:
        """Return the figures of all events and by each label, ready for JSON.

        Returns
        -------
        dict
            `all`, `bars_1_4` (a pickup among them) and `later_bars`, where there are such
            events; `by_collection` and so on: by the label's values, the same three. Each
            has `families`, `tunes`, `events`; by model `duration`, `pitch` and `joint` as
            [bits an event, lower end, upper end], see `intervals`; and `gain`: by rival,
            how much cheaper `model` is in joint bits, on the same resamples.
        """
        found = self._parts(np.ones(len(self.tunes), bool), model, rivals)
        for name, labels in self.labels.items():
            found[f"by_{name}"] = {
                label: self._parts(labels == label, model, rivals)
                for label in np.unique(labels).tolist()
            }
        return found

    def _parts(self, chosen: Mask, model: str, rivals: Sequence[str]) -> dict[str, Any]:
        opening = self.measures < NEW_MEASURES
        parts = {
            "all": chosen,
            "bars_1_4": chosen & opening,
            "later_bars": chosen & ~opening,
        }
        return {
            name: self._part(part, model, rivals)
            for name, part in parts.items()
            if part.any()
        }

    def _part(self, part: Mask, model: str, rivals: Sequence[str]) -> dict[str, Any]:
        own, families = self.costs[model, "joint"], self.families[part]
        columns = self.costs | {
            ("gain", rival): self.costs[rival, "joint"] - own for rival in rivals
        }
        found: dict[str, Any] = {
            "families": len(np.unique(families)),
            "tunes": len(np.unique(self.tunes[part])),
            "events": int(part.sum()),
        }
        table = np.stack([column[part] for column in columns.values()], axis=1)
        for (name, what), row in zip(columns, intervals(table, families), strict=True):
            found.setdefault(name, {})[what] = row
        return found


def intervals(costs: Bits, clusters: Ints) -> list[list[float | None]]:
    """Return [mean, lower, upper] of each column: 95 % of resamples of whole clusters.

    Parameters
    ----------
    costs : shape (events, columns).
    clusters : shape (events,), what each event belongs to; drawn with replacement.

    Returns
    -------
    list
        The ends are None where there is only one cluster: nothing can be resampled.

    Examples
    --------
    >>> intervals(np.array([[2.0], [3.0], [4.0]]), np.array([0, 0, 1]))
    [[3.0, 2.5, 4.0]]
    """
    names, rows = np.unique(clusters, return_inverse=True)
    means = [round(float(mean), 4) for mean in costs.mean(axis=0)]
    if len(names) == 1:
        return [[mean, None, None] for mean in means]
    sums = np.stack([np.bincount(rows, column) for column in costs.T], axis=1)
    shares = np.full(len(names), 1 / len(names))
    times = np.random.default_rng(SEED).multinomial(len(names), shares, size=RESAMPLES)
    resampled = (times @ sums) / (times @ np.bincount(rows))[:, None]
    ends = np.quantile(resampled, (0.025, 0.975), axis=0).round(4).tolist()
    return [list(row) for row in zip(means, *ends, strict=True)]
