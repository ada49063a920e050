"""What raters were told that is kept, held against what the store has after a kill."""

from dataclasses import dataclass, field

from etudes.rating.session import Answer
from etudes.rating.taking import ratings_by
from etudes.store import Store

Said = tuple[tuple[tuple[str, int], ...], str | None, str]
"""Values, choice and comment of an answer."""


@dataclass
class Figures:
    """What came of it; `lost`, `doubled`, `wrong` and `damaged` should be 0.

    `under_way` counts answers that were kept and whose acknowledgement the kill cut off.
    """

    kills: int = 0
    finished: int = 0
    acknowledged: int = 0
    under_way: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    damaged: int = 0
    kept: int = 0

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.doubled or self.wrong or self.damaged)


@dataclass
class Paper:
    """What the raters know: of each trial the answers that were acknowledged, in order, and
    those that were sent and not acknowledged yet."""

    figures: Figures
    acknowledged: dict[str, list[Said]] = field(default_factory=dict)
    sent: dict[str, list[Said]] = field(default_factory=dict)
    found: dict[str, Said] = field(default_factory=dict)
    """Answers that the store was found to hold before anybody was told."""

    def acknowledge(self, trial: str, said: Said) -> None:
        """Note that a rater was told that an answer is kept."""
        if self.found.pop(trial, None) != said:
            self.acknowledged.setdefault(trial, []).append(said)
        self.figures.acknowledged += 1

    def compare(self, store: Store, raters: list[str]) -> None:
        """Count what the store has otherwise, and take over what was under way."""
        figures = self.figures
        if store.verify():
            figures.damaged += 1
        there: dict[str, list[Said]] = {}
        ids: list[str] = []
        for rater in raters:
            for rating in ratings_by(store, rater):
                there.setdefault(rating.trial, []).append(said_of(rating.answer))
                ids.append(rating.submit_id)
        figures.doubled += len(ids) - len({*ids})
        figures.kept = len(ids)
        for trial in there.keys() | self.acknowledged.keys():
            self._compare_trial(trial, there.get(trial, []))
        self.sent.clear()

    def _compare_trial(self, trial: str, there: list[Said]) -> None:
        told, figures = self.acknowledged.setdefault(trial, []), self.figures
        beyond = there[len(told) :]
        figures.lost += max(len(told) - len(there), 0)
        figures.wrong += sum(a != b for a, b in zip(told, there, strict=False))
        if beyond:
            figures.under_way += 1
            figures.doubled += len(beyond) - 1
            figures.wrong += beyond[0] not in self.sent.get(trial, [])
            told.extend(beyond)
            self.found[trial] = beyond[0]


def said_of(answer: Answer) -> Said:
    return tuple(sorted(answer.values.items())), answer.choice, answer.comment
