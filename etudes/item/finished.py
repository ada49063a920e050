"""The last step to an item: measured, marked and named, whoever wrote its notes.

What a network drew, what rules alone drew and what a person wrote pass here, so that
nothing but the notes differs: names of descriptors, rounding, the scale's version, signs.
"""

import hashlib

import numpy as np

from etudes.difficulty import Descriptors, Scale, level_of
from etudes.difficulty import scale as own_scale
from etudes.focus import share
from etudes.item.codec import request_to_json
from etudes.item.item import Item, Tempo
from etudes.item.plan import focuses_of
from etudes.item.request import Request
from etudes.markings import draw_markings
from etudes.melody import Melody
from etudes.sampling.diagnostics import Sampling
from etudes.tables import Rubric
from etudes.tables import rubric as own_rubric

_VERSION = 6
"""Raised when the same request, seed and model begin to give other notes or signs."""

_MARKINGS = 1
"""Tells the generator of the markings from those of the notes."""

_LEVEL, _BITS, _SHARE = 2, 4, 4
"""Decimals of a level, of bits and masses, of a share."""


def finished(
    request: Request,
    index: int,
    melody: Melody,
    tempo: Tempo,
    descriptors: Descriptors,
    author: tuple[str, str],
    *,
    rubric: Rubric | None = None,
    scale: Scale | None = None,
    bits_per_note: float = 0.0,
    mass_removed: float = 0.0,
    sampling: Sampling | None = None,
) -> Item:
    """Return a melody as item `index` of a request.

    Parameters
    ----------
    descriptors : the melody's, on the instrument and in the tempo.
    author : the name and the digest of what wrote it.
    rubric : what the levels allow; None is the program's own.
    scale : what measures the level; None is the program's own.
    bits_per_note, mass_removed, sampling : as of `Item`; 0 and None where no model spent
        a bit.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.difficulty import describe
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> notes = [(Pitch.parse(name), Fraction(1, 4)) for name in ("C5", "D5", "B4", "C5")]
    >>> tune = Melody.from_events(Key(0, 0), TimeSignature.parse("2/4"), notes)
    >>> request, pace = Request(1, "violin", seed=7), Tempo(Fraction(1, 4), 80, "Andante")
    >>> item = finished(request, 0, tune, pace, describe(tune), ("somebody", "1"))
    >>> item.model_name, item.level_asked, item.bits_per_note
    ('somebody', 1, 0.0)
    """
    name, digest = author
    shares = {
        f"focus {row.name}": round(share(row, melody, request.instrument), _SHARE)
        for row in focuses_of(request)
    }
    version = (scale or own_scale()).version
    return Item(
        id=item_id(request, index, digest),
        index=index,
        seed=request.seed,
        instrument=request.instrument,
        melody=melody,
        tempo=tempo,
        level_asked=request.level,
        level_measured=round(level_of(descriptors, scale), _LEVEL),
        descriptors=descriptors.as_numbers() | shares | {"scale version": version},
        model_name=name,
        model_digest=digest,
        bits_per_note=round(bits_per_note, _BITS),
        mass_removed=round(mass_removed, _BITS),
        sampling=sampling,
        markings=draw_markings(
            melody,
            request.player,
            (rubric or own_rubric()).level(request.level),
            tempo.crotchets_per_minute,
            np.random.default_rng((request.seed, index, _MARKINGS)),
        ),
    )


def item_id(request: Request, index: int, model_digest: str) -> str:
    """Return the item's id: a digest of what decides its notes."""
    text = f"{_VERSION}\n{request_to_json(request)}\n{index}\n{model_digest}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
