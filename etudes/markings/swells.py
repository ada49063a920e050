"""Hairpins over a long way as words: "cresc." and "dim."."""

from typing import TYPE_CHECKING

from etudes.markings.dynamics import Loudness
from etudes.markings.line import Line
from etudes.markings.markings import Mark, Span
from etudes.markings.tables import at_level

if TYPE_CHECKING:
    from numpy.random import Generator

_WORDS = {"crescendo": "cresc.", "diminuendo": "dim."}
_BARS = 2
"""The shortest hairpin, in bars, that a word may replace."""


def in_words(line: Line, loudness: Loudness, rng: "Generator") -> Loudness:
    """Return dynamics with words in place of some of the long hairpins.

    Each leads to the dynamic that the hairpin reached, which ends it.
    """
    if line.player.unpitched:
        return loudness  # drums have no words
    share = at_level("words", "swells", "words", line.level.number)
    said = [
        span for span in loudness.spans if rng.random() < share and _is_long(line, span)
    ]
    marks = [Mark(span.first, "word", _WORDS[span.kind]) for span in said]
    kept = tuple(span for span in loudness.spans if span not in said)
    return Loudness((*loudness.marks, *marks), kept, loudness.at)


def _is_long(line: Line, span: Span) -> bool:
    onsets = {sound.first: sound.onset for sound in line.sounds}
    length = onsets[span.last] - onsets[span.first]
    return bool(length >= _BARS * line.metre.measure_duration)
