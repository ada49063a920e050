"""Which style a melody is in, as a classifier that read human pieces alone takes it.

Naive Bayes over what distinguishes a reel from a march to somebody who only counts: moves
of the line, which lengths stand where in the bar, and which follow each other. Within one
metre, or the metre would give the style away.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from etudes.errors import InvalidValue
from etudes.melody import Melody

_WIDEST = 8
"""Steps of the scale; wider moves are not told apart."""

_UNSEEN = 0.5
"""What every feature is taken to have been seen besides (Jeffreys)."""

Counts = dict[str, Counter[Hashable]]


def features(melody: Melody) -> Counts:
    """Return the counts of three kinds of n-grams.

    "moves": two moves in a row, in steps of the scale; "places": a place in the bar with
    the length that begins there, a rest told from a note; "rhythms": three lengths in a
    row.
    """
    steps = [pitch.staff_position for pitch in melody.pitches]
    moves = [max(-_WIDEST, min(_WIDEST, b - a)) for a, b in pairwise(steps)]
    events = list(melody.events())
    bar = melody.time_signature.measure_duration
    lengths = [(event.duration, event.pitch is None) for event in events]
    return {
        "moves": Counter(pairwise(moves)),
        "places": Counter(
            (event.onset % bar, length)
            for event, length in zip(events, lengths, strict=True)
        ),
        "rhythms": Counter(zip(lengths, lengths[1:], lengths[2:], strict=False)),
    }


@dataclass(frozen=True)
class StyleClassifier:
    """A multinomial naive Bayes classifier; every style is as likely beforehand.

    Attributes
    ----------
    styles : those that it tells apart.
    costs : nats of each feature in each style, by kind of feature; and what a feature costs
        that the style never showed.

    References
    ----------
    C. D. Manning, P. Raghavan and H. Schütze, "Introduction to Information Retrieval"
    (2008), chapter 13.
    """

    styles: tuple[str, ...]
    costs: Mapping[str, Mapping[str, tuple[Mapping[Hashable, float], float]]]

    @classmethod
    def fit(cls, pieces: Iterable[tuple[Melody, str]]) -> "StyleClassifier":
        """Return the classifier that has read these melodies with their styles.

        Raises
        ------
        InvalidValue
            If there are not two styles to tell apart.
        """
        counts: dict[str, Counts] = defaultdict(lambda: defaultdict(Counter))
        for melody, style in pieces:
            for kind, found in features(melody).items():
                counts[style][kind].update(found)
        if len(counts) < 2:
            raise InvalidValue(
                f"two styles or more were expected, not {len(counts)}; give a classifier "
                "pieces of several"
            )
        seen: dict[str, set[Hashable]] = defaultdict(set)
        for of_style in counts.values():
            for kind, found in of_style.items():
                seen[kind] |= found.keys()
        return cls(
            tuple(sorted(counts)),
            {
                style: {
                    kind: _costs(of_style.get(kind, Counter()), len(seen[kind]))
                    for kind in seen
                }
                for style, of_style in counts.items()
            },
        )

    def style_of(self, melody: Melody) -> str:
        """Return the likeliest style."""
        found = features(melody)
        return min(self.styles, key=lambda style: self._cost(style, found))

    def _cost(self, style: str, found: Counts) -> float:
        total = 0.0
        for kind, (known, unknown) in self.costs[style].items():
            total += sum(n * known.get(name, unknown) for name, n in found[kind].items())
        return total


def recognition(
    classifier: StyleClassifier, pieces: Sequence[tuple[Melody, str]]
) -> dict[str, Any]:
    """Return how often the style of each melody is recognised, ready for JSON.

    Returns
    -------
    dict
        `chance`: 1 over the number of styles; `recognised`: the mean over the styles that
        occur of the share recognised, so that a frequent style does not rule;
        `times_chance`; `confusion`: style asked for → style taken for → share.
    """
    taken: dict[str, Counter[str]] = {style: Counter() for style in classifier.styles}
    for melody, style in pieces:
        taken[style][classifier.style_of(melody)] += 1
    shares = {
        style: {name: round(n / found.total(), 4) for name, n in found.most_common()}
        for style, found in taken.items()
        if found
    }
    chance = 1 / len(classifier.styles)
    recognised = sum(row.get(style, 0.0) for style, row in shares.items()) / len(shares)
    return {
        "pieces": len(pieces),
        "chance": round(chance, 4),
        "recognised": round(recognised, 4),
        "times_chance": round(recognised / chance, 2),
        "confusion": shares,
    }


def _costs(
    found: Counter[Hashable], alphabet: int
) -> tuple[Mapping[Hashable, float], float]:
    total = found.total() + _UNSEEN * alphabet
    known = {name: -math.log((n + _UNSEEN) / total) for name, n in found.items()}
    return known, -math.log(_UNSEEN / total)
