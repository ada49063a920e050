"""From what sounds to one written line: which notes are heard as the tune, and how long.

Lengths that a notation program wrote are kept. Played ones are set, crotchet by
crotchet, to the coarsest grid that they fit: semiquavers, triplet quavers,
demisemiquavers, triplet semiquavers. As in Cemgil, Desain and Kappen ("Rhythm
quantization for transcription", Computer Music Journal 24, 2000), a simple reading is
preferred to an exact one.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from etudes.reading.smf import Sound

_CROTCHET = Fraction(1, 4)
_WRITTEN = {1, 2, 3, 4, 5, 6, 8, 12, 16}
_GRIDS = (4, 3, 8, 6)
_CLOSE = _CROTCHET / 24
"""Half the distance between the third of a crotchet and its quarter."""


def on_grid(sounds: Sequence[Sound]) -> list[Sound]:
    """Return the sounds with onsets and ends that can be written, in order.

    Where lengths were played, a note whose silence up to the next one is shorter than a
    quarter of both fills it: players and programs lift a finger early.
    """
    times = [time for sound in sounds for time in (sound.onset, sound.end)]
    if all((time / _CROTCHET).denominator in _WRITTEN for time in times):
        return list(sounds)
    onsets = _written(sorted({sound.onset for sound in sounds}))
    order = sorted(set(onsets.values()))
    return sorted(
        Sound(onset, _end(sound, onset, order), sound.number)
        for sound in sounds
        for onset in (onsets[sound.onset],)
    )


def _written(times: Sequence[Fraction]) -> dict[Fraction, Fraction]:
    """Return for each time the one that is written, the crotchet's grid being shared."""
    return {
        time: _nearest(time, grid)
        for _, group in groupby(times, lambda time: time // _CROTCHET)
        for together in (list(group),)
        for grid in (_grid(together),)
        for time in together
    }


def _grid(times: Sequence[Fraction]) -> int:
    errors = [max(abs(time - _nearest(time, grid)) for time in times) for grid in _GRIDS]
    close = [grid for grid, error in zip(_GRIDS, errors, strict=True) if error <= _CLOSE]
    return close[0] if close else _GRIDS[errors.index(min(errors))]


def _nearest(time: Fraction, grid: int) -> Fraction:
    step = _CROTCHET / grid
    return round(time / step) * step


def _end(sound: Sound, onset: Fraction, order: Sequence[Fraction]) -> Fraction:
    later = bisect_left(order, sound.end - _CROTCHET / 8)
    following = order[later] if later < len(order) else None
    if following is not None and following > onset:
        silence = following - sound.end
        if abs(silence) < (following - onset) / 4:
            return following
    end = _nearest(sound.end, _grid([sound.end]))
    return end if end > onset else onset + _CROTCHET / _GRIDS[2]


def highest(sounds: Sequence[Sound]) -> Iterator[tuple[Sound, bool]]:
    """Yield the notes heard as the tune, and whether each was the top of a chord.

    Of notes that begin together the highest is kept; one that begins below a note still
    sounding belongs to another voice, and one above it cuts it off.

    Examples
    --------
    >>> crotchets = [Sound(Fraction(n, 4), Fraction(n + 1, 4), 60 + n) for n in range(3)]
    >>> bass = Sound(Fraction(0), Fraction(3, 4), 48)
    >>> [(sound.number, is_chord) for sound, is_chord in highest([bass, *crotchets])]
    [(60, True), (61, False), (62, False)]
    """
    waiting: tuple[Sound, bool] | None = None
    for _, group in groupby(sounds, lambda sound: sound.onset):
        together = list(group)
        top = max(together, key=lambda sound: sound.number)
        if waiting is not None:
            last, is_chord = waiting
            if top.onset < last.end and top.number < last.number:
                continue
            yield last._replace(end=min(last.end, top.onset)), is_chord
        waiting = top, len(together) > 1
    if waiting is not None:
        yield waiting
