"""Which pieces a training learns from, and which it holds out to be measured on."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from etudes.corpus import Corpus
from etudes.corpus.families import SPLITS
from etudes.corpus.sequences import KINDS
from etudes.encoding.vocabulary import UNKNOWN, Vocabulary
from etudes.errors import DamagedData

FEW_FAMILIES = 30
"""With fewer the 80/10/10 split leaves a side to chance, and fine-tuning makes its own."""

_FEWEST_TO_HOLD_OUT = 3
_HELD_OUT_SHARE = 10


@dataclass(frozen=True, slots=True)
class Sides:
    """The pieces of each side, as indices; `told` says in words how they were divided.

    The held-out sides keep whole tunes and stretches only. `digest` says which family is
    on which side.
    """

    train: tuple[int, ...]
    validation: tuple[int, ...]
    test: tuple[int, ...]
    digest: str
    told: str


def of_collections(corpus: Corpus, names: Collection[str] | None) -> list[int]:
    """Return the pieces of the collections named; of all where none is.

    Raises
    ------
    UnknownName
        If the corpus has none of a name.
    """
    chosen = {corpus.collection(name).name for name in names or corpus.collections}
    of = [row.collection in chosen for row in corpus.tunes]
    return [i for i, tune in enumerate(corpus.pieces.tune) if of[tune]]


def nameable(corpus: Corpus, vocabulary: Vocabulary, pieces: Iterable[int]) -> list[int]:
    """Return the pieces whose every pitch and length the vocabulary has."""
    return [
        i
        for i in pieces
        if not any((t == UNKNOWN).any() for t in vocabulary.tokens(corpus.pieces.line(i)))
    ]


def split(corpus: Corpus, pieces: Collection[int]) -> Sides:
    """Return the sides of the corpus's own split.

    Raises
    ------
    DamagedData
        If a side would be empty.
    """
    sides = {side: _of_side(corpus, pieces, side) for side in SPLITS}
    if not all(sides.values()):
        counts = {side: len(_families(corpus, sides[side])) for side in SPLITS}
        told = ", ".join(f"{side} {count}" for side, count in counts.items())
        raise DamagedData(
            f"the corpus is too small to split: its {sum(counts.values())} families of "
            f"tunes fall on the sides {told}, and each side needs one; add tunes (some "
            "hundreds, to train from nothing) or fine-tune the model there is: "
            "etudes train NAME --from MODEL --collections YOURS"
        )
    rows = (corpus.tunes[corpus.pieces.tune[i]] for i in pieces)
    is_all = {row.collection for row in rows} == set(corpus.collections)
    digest = corpus.split_digest if is_all else _digest(corpus, sides)
    return Sides(**sides, digest=digest, told="")


def split_few(corpus: Corpus, pieces: Collection[int]) -> Sides:
    """Return sides for fine-tuning: the corpus's own, or one family in ten held out.

    Below `FEW_FAMILIES` families one in ten, at least one, is held out to tell when to
    stop; below three none is. Which ones follows from their names.
    """
    families = sorted(_families(corpus, pieces), key=_shuffled)
    if len(families) >= FEW_FAMILIES:
        own = {side: _of_side(corpus, pieces, side) for side in SPLITS}
        if own["train"] and own["validation"]:
            return Sides(**own, digest=_digest(corpus, own), told="")
    can_be_measured = [
        name for name in families if _kept_when_held_out(corpus, pieces, name)
    ]
    number = 0
    if len(families) >= _FEWEST_TO_HOLD_OUT and can_be_measured:
        number = min(max(1, len(families) // _HELD_OUT_SHARE), len(can_be_measured))
    held_out = set(can_be_measured[:number])
    of = [corpus.tunes[tune].family in held_out for tune in corpus.pieces.tune]
    sides = {
        "train": tuple(i for i in pieces if not of[i]),
        "validation": tuple(i for i in pieces if of[i] and _is_measured(corpus, i)),
        "test": (),
    }
    told = (
        f"{number} of {len(families)} families held out to tell when to stop"
        if number
        else f"too few families ({len(families)}) to hold one out: every epoch is done, "
        "and nothing tells whether the last is the best"
    )
    return Sides(**sides, digest=_digest(corpus, sides), told=told)


def _of_side(corpus: Corpus, pieces: Iterable[int], side: str) -> tuple[int, ...]:
    return tuple(
        i
        for i in pieces
        if corpus.tunes[corpus.pieces.tune[i]].split == side
        and (side == "train" or _is_measured(corpus, i))
    )


def _is_measured(corpus: Corpus, piece: int) -> bool:
    """Tell whether a held-out side keeps the piece: others overlap it or were made up."""
    return KINDS[corpus.pieces.kind[piece]] in ("whole", "stretch")


def _kept_when_held_out(corpus: Corpus, pieces: Iterable[int], family: str) -> bool:
    return any(
        _is_measured(corpus, i)
        for i in pieces
        if corpus.tunes[corpus.pieces.tune[i]].family == family
    )


def _families(corpus: Corpus, pieces: Iterable[int]) -> set[str]:
    return {corpus.tunes[tune].family for tune in np.unique(corpus.pieces.tune[[*pieces]])}


def _shuffled(family: str) -> bytes:
    return hashlib.blake2b(family.encode(), digest_size=8).digest()


def _digest(corpus: Corpus, sides: dict[str, tuple[int, ...]]) -> str:
    lines = [
        f"{family}\t{side}"
        for side, pieces in sides.items()
        for family in _families(corpus, pieces)
    ]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
