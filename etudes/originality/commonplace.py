"""What belongs to nobody: scales, chords and repeated notes.

The cap on copying is to keep a composer's phrase from being printed as new. Some windows
of 13 notes are no one's phrase, and a rule that forbade them would forbid the scale of
C major because a quartet contains it. Two kinds are excepted, both narrow:

- *plain* ones, known by their notes alone: one pitch repeated, for a rhythm is no melody
  (what a drum plays is all of this kind); or, in even values (the last note may be longer),
  every move a step (1–2 semitones) or every move one within a chord (3–5 semitones), that
  turns round at most three times;
- *common* ones: those that stand in works of at least five families. A family holds all
  variants of a tune, and a whole quartet or song cycle, so five families are five works
  that have no tune in common: what they share is the language. Of the 749,000 windows of
  the training music these are 298, and 97 % of them are in even values: repeated notes
  that shift by a step, broken chords, scales that turn.

A run is a copy if one of its windows is no commonplace: a scale does not shield the
phrase that it leads to.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from etudes.originality.tokens import (
    WINDOW_TOKENS,
    Bools,
    Hashes,
    Ints,
    Tokens,
    intervals,
    ratios,
)

FAMILIES = 5
"""In so many families, a window is common property."""

_TURNS = 3


def plain(line: Tokens) -> Bools:
    """Tell of each window of a melody whether it is plain, shape (windows,).

    Examples
    --------
    >>> up_and_down = [2, 2, 1, 2, 2, 2, 1, -1, -2, -2, -2, -1]
    >>> even = [((move + 2048) << 48) + (1 << 24) + 1 for move in up_and_down]
    >>> plain(np.array(even)).tolist()
    [True]
    """
    if len(line) < WINDOW_TOKENS:
        return np.zeros(0, np.bool_)
    longer, shorter = (sliding_window_view(part, WINDOW_TOKENS) for part in ratios(line))
    moves = sliding_window_view(intervals(line), WINDOW_TOKENS)
    size, direction = np.abs(moves), np.sign(moves)
    turns = (direction[:, 1:] != direction[:, :-1]).sum(axis=1)
    even = (longer == shorter)[:, :-1].all(axis=1) & (longer >= shorter)[:, -1]
    repeated = (size == 0).all(axis=1)
    steps = ((size >= 1) & (size <= 2)).all(axis=1)
    chord = ((size >= 3) & (size <= 5)).all(axis=1)
    found: Bools = repeated | (even & (steps | chord) & (turns <= _TURNS))
    return found


def common(hashes: Hashes, families: Ints) -> Bools:
    """Tell of each window of a whole corpus whether it is common property.

    Parameters
    ----------
    hashes, families : shape (windows,); of each window its hash and its family's number.
    """
    if not len(hashes):
        return np.zeros(0, np.bool_)
    _, number = np.unique(hashes, return_inverse=True)
    width = int(families.max()) + 1
    held = np.unique(number * width + families) // width
    common_: Bools = (np.bincount(held) >= FAMILIES)[number]
    return common_
