"""Where a run of notes comes from: the longest match in the training music, exactly.

A suffix array (Manber & Myers 1993) over the tokens of the training music and of what is
asked about: in the order of all their endings, the longest match of a place stands next
to it. One pass answers for every place at once, and the answer is exact.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from etudes.corpus import Corpus, TuneRow
from etudes.corpus.sequences import KINDS
from etudes.encoding.events import EventArrays
from etudes.originality.commonplace import common, plain
from etudes.originality.tokens import (
    LONGEST_RUN,
    WINDOW_TOKENS,
    Bools,
    Ints,
    Tokens,
    measures,
    tokens,
    windows,
)

_WHOLE = ("whole", "stretch")
"""Kinds of pieces that hold all notes of a tune; the others are cut out of these."""


@dataclass(frozen=True)
class SourceLine:
    """A line of the training music and the tune that it is from."""

    tune: TuneRow
    notes: EventArrays


@dataclass(frozen=True, slots=True)
class Source:
    """Measures of a tune; those of a song or quartet count from where its line enters
    after a silent measure. A pickup is measure 0."""

    tune: TuneRow
    first_measure: int
    last_measure: int


@dataclass(frozen=True)
class Matches:
    """What a melody shares with the training music.

    Attributes
    ----------
    lengths : shape (notes − 1,); the most tokens from each note on that stand in the
        training music in a row.
    sources : shape (notes − 1,); where: a place in all the training music's tokens.
    commonplace : shape (windows,); whether the window that begins with a note is one.
    """

    lengths: Ints
    sources: Ints
    commonplace: Bools

    @property
    def notes(self) -> int:
        return len(self.lengths) + 1

    @property
    def runs(self) -> Ints:
        """The notes of the longest run from each note on; a single note is a run of 1."""
        runs: Ints = self.lengths + 1
        return runs

    @cached_property
    def copied(self) -> Bools:
        """Of each window, whether it stands in the training music and is no commonplace,
        shape (windows,)."""
        shared = self.lengths[: len(self.commonplace)] >= WINDOW_TOKENS
        copied: Bools = shared & ~self.commonplace
        return copied

    @property
    def is_whole(self) -> bool:
        """Whether the melody stands there from its first note to its last."""
        return bool(len(self.lengths)) and int(self.lengths[0]) == len(self.lengths)

    @property
    def longest(self) -> int:
        """The notes of the longest run; 1 if no interval is shared."""
        return int(self.runs.max(initial=1))

    @property
    def longest_copy(self) -> int:
        """The notes of the longest run, where one that is a commonplace throughout counts
        as `LONGEST_RUN`."""
        first = np.arange(len(self.copied))
        behind = np.maximum(first, first + self.lengths[: len(first)] - WINDOW_TOKENS + 1)
        before = np.append(0, np.cumsum(self.copied))
        runs = np.minimum(self.runs, LONGEST_RUN)
        is_copy = before[behind] > before[first]
        runs[: len(first)][is_copy] = self.runs[: len(first)][is_copy]
        return int(runs.max(initial=1))

    def novel(self, notes: int) -> tuple[int, int]:
        """Return how many runs of so many notes are new, and how many there are."""
        count = max(0, self.notes - notes + 1)
        return int((self.runs[:count] < notes).sum()), count


class TrainingMusic:
    """The training music of a corpus, to be searched.

    Parameters
    ----------
    lines : its lines; those of one note are of no use and left out.
    """

    def __init__(self, lines: Sequence[SourceLine]) -> None:
        encoded = [tokens(line.notes) for line in lines]
        self.lines = [line for line, of in zip(lines, encoded, strict=True) if len(of)]
        self._tokens = [of for of in encoded if len(of)]
        self._starts = np.cumsum([0, *(len(of) + 1 for of in self._tokens)])

    def search(self, lines: Sequence[Tokens]) -> list[Matches]:
        """Return what each of some melodies, as tokens, shares with the music."""
        order = _Order([*self._tokens, *lines], len(self._tokens))
        ends = np.cumsum([self._starts[-1], *(len(line) + 1 for line in lines)])
        found = []
        for line, start in zip(lines, ends[:-1].tolist(), strict=True):
            places = np.arange(start, start + len(line))
            lengths, sources = order.longest(places)
            excepted = plain(line)
            shared = np.flatnonzero(lengths[: len(excepted)] >= WINDOW_TOKENS)
            if len(shared):
                excepted[shared] = self._commonplace[sources[shared]]
            found.append(Matches(lengths, sources, excepted))
        return found

    def source(self, place: int, notes: int) -> Source:
        """Return where the run of so many notes at a place of `Matches.sources` is from."""
        number = int(np.searchsorted(self._starts, place, "right")) - 1
        line, first = self.lines[number], place - int(self._starts[number])
        of_notes = measures(line.notes)
        return Source(line.tune, int(of_notes[first]), int(of_notes[first + notes - 1]))

    @cached_property
    def _commonplace(self) -> Bools:
        """Whether the window at each place is a commonplace."""
        families = {line.tune.family: i for i, line in enumerate(self.lines)}
        hashes = [windows(of) for of in self._tokens]
        held = common(
            np.concatenate(hashes),
            np.concatenate(
                [
                    np.full(len(of), families[line.tune.family])
                    for line, of in zip(self.lines, hashes, strict=True)
                ]
            ),
        )
        found = np.zeros(self._starts[-1], np.bool_)
        begin = 0
        for of, of_line, start in zip(hashes, self._tokens, self._starts, strict=False):
            part = held[begin : begin + len(of)] | plain(of_line)
            found[start : start + len(of)] = part
            begin += len(of)
        return found


def training_lines(corpus: Corpus, pieces: Iterable[int] | None = None) -> list[SourceLine]:
    """Return every line that a model has learnt from, whole.

    Parameters
    ----------
    pieces : the pieces that it has learnt from; None is the corpus's training side.
    """
    tune_of, kind_of = corpus.pieces.tune.tolist(), corpus.pieces.kind.tolist()
    if pieces is None:
        is_train = [row.split == "train" for row in corpus.tunes]
        pieces = (i for i, tune in enumerate(tune_of) if is_train[tune])
    return [
        SourceLine(corpus.tunes[tune_of[i]], corpus.pieces.line(i))
        for i in pieces
        if KINDS[kind_of[i]] in _WHOLE
    ]


def with_families(lines: Sequence[SourceLine]) -> Iterator[tuple[str, EventArrays]]:
    """Yield lines as `etudes.originality.index.write_index` takes them."""
    return ((line.tune.family, line.notes) for line in lines)


class _Order:
    """All places of some lines in the order of what follows them.

    `_ranks[k]` holds, for each place, the rank of the 2ᵏ tokens that begin there; a place
    behind each line has a token of its own, so that no match goes on over a line's end.
    """

    def __init__(self, lines: Sequence[Tokens], searched: int) -> None:
        text = np.concatenate(
            [np.append(line, -1 - number) for number, line in enumerate(lines)]
        )
        self._ranks = list(_ranks(text))
        place = np.empty(len(text), np.int64)
        place[self._ranks[-1]] = np.arange(len(text))
        self._place = place
        end = sum(len(line) + 1 for line in lines[:searched])
        is_searched = place < end
        number = np.arange(len(text))
        self._before = np.maximum.accumulate(np.where(is_searched, number, -1))
        after = np.where(is_searched, number, len(text))
        self._after = np.minimum.accumulate(after[::-1])[::-1]

    def longest(self, places: Ints) -> tuple[Ints, Ints]:
        """Return the length and the place of the longest match of each place."""
        rank = self._ranks[-1][places]
        best = np.zeros_like(places), np.zeros_like(places)
        for neighbour in (self._before[rank], self._after[rank]):
            there = np.flatnonzero((neighbour >= 0) & (neighbour < len(self._place)))
            source = self._place[neighbour[there]]
            length = self._common(places[there], source)
            is_longer = length > best[0][there]
            for array, value in zip(best, (length, source), strict=True):
                array[there[is_longer]] = value[is_longer]
        return best

    def _common(self, left: Ints, right: Ints) -> Ints:
        """Return how many tokens two places have in common."""
        total = np.zeros(len(left), np.int64)
        for k in range(len(self._ranks) - 1, -1, -1):
            same = self._ranks[k][left] == self._ranks[k][right]
            step = np.where(same, 1 << k, 0)
            total, left, right = total + step, left + step, right + step
        return total


def _ranks(text: Tokens) -> Iterator[Ints]:
    """Yield the ranks of 1, 2, 4 … tokens from each place on, until all differ."""
    _, rank = np.unique(text, return_inverse=True)
    yield rank
    width = 1
    while rank.max() < len(text) - 1:
        later = np.zeros_like(rank)
        later[:-width] = rank[width:] + 1
        _, rank = np.unique(rank * (len(text) + 1) + later, return_inverse=True)
        yield rank
        width *= 2
