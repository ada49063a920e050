"""Answers read from files: one line of notes, with bars that may not fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from etudes.errors import EtudesError, UnreadableFile
from etudes.melody import Melody, Note, Rest
from etudes.reading import Line, Score, read
from etudes.reading.files import unreadable
from etudes.reading.passages import RawMeasure
from etudes.theory import Pitch

MOST_BARS = 32
MOST_NOTES = 512
MOST_BYTES = 1_000_000

_FURTHER_VOICES = ("further voices", "highest were read", "chord", "voices share")
"""Words of a reader's remarks on music that is not one line."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A melody as someone wrote it down.

    `unfilled_bars` counts from 1 those that do not fill their metre; the melody has their
    notes in bars of its metre all the same. `is_spelled` is False for MIDI, which knows
    keys of a keyboard and no accidentals.
    """

    melody: Melody
    unfilled_bars: tuple[int, ...] = ()
    is_spelled: bool = True


def read_answer(
    path: Path, *, most_bars: int = MOST_BARS, most_bytes: int = MOST_BYTES
) -> Answer:
    """Read an answer in MusicXML, ABC or MIDI (.musicxml .xml .mxl .abc .mid .midi).

    Raises
    ------
    UnreadableFile
        If it is no such file, is too large or too long, has no notes, or has more than one
        tune or one line; the message is one line and names the file.
    """
    try:
        size = path.stat().st_size
    except (OSError, ValueError):
        size = 0  # the reader says what is wrong
    if size > most_bytes:
        raise unreadable(
            path, f"an answer of at most {most_bytes:,} bytes was expected, not {size:,}"
        )
    if path.suffix.lower() == ".krn":
        raise unreadable(path, "an answer in MusicXML, ABC or MIDI was expected, not kern")
    scores = read(path)
    if len(scores) > 1:
        raise unreadable(path, f"one tune was expected, and there are {len(scores)}")
    return answer_of(scores[0], str(path), most_bars=most_bars)


def answer_of(score: Score, where: str = "", *, most_bars: int = MOST_BARS) -> Answer:
    """Return the one line of a score as an answer.

    Examples
    --------
    >>> from etudes.reading.abc import read_abc_tune
    >>> tune = read_abc_tune("X:1\\nM:2/4\\nL:1/4\\nK:C\\nCD|EFG|C2|]")
    >>> answer_of(tune).unfilled_bars
    (2,)

    Raises
    ------
    UnreadableFile
        If it has no line or several, chords, too many bars, or bars that cannot be read.
    """
    place = where or score.provenance.source or "answer"
    # a silent staff is no voice; a line of which nothing was read may be one
    lines = [ln for ln in score.lines if not ln.bars or any(map(_has_note, ln.bars))]
    if len(lines) != 1:
        raise unreadable(
            place, f"one line of notes was expected, and there are {len(lines)}"
        )
    line = lines[0]
    _refuse(line, place, most_bars)
    is_spelled = not (line.page and line.page.is_sounding)
    if len(line.passages) == 1 and _duration(line.bars) == line.passages[0].duration:
        return Answer(line.passages[0], is_spelled=is_spelled)
    try:
        return Answer(_in_bars_again(line.bars), _unfilled(line.bars), is_spelled)
    except UnreadableFile:
        raise
    except EtudesError as error:
        raise unreadable(place, error) from error


def _refuse(line: Line, place: str, most_bars: int) -> None:
    if line.chord_share or any(
        words in remark for remark in line.remarks for words in _FURTHER_VOICES
    ):
        raise unreadable(
            place, "one note at a time was expected, and there are chords or several voices"
        )
    if len(line.bars) > most_bars:
        raise unreadable(
            place, f"at most {most_bars} bars were expected, not {len(line.bars)}"
        )
    if (notes := sum(len(bar.notes) for bar in line.bars)) > MOST_NOTES:
        raise unreadable(place, f"at most {MOST_NOTES} notes were expected, not {notes}")
    for number, bar in enumerate(line.bars, 1):
        if bar.problem or not bar.notes:
            problem = bar.problem or "with notes that overlap"
            raise unreadable(place, f"bar {number} cannot be read: it is {problem}")


def _has_note(bar: RawMeasure) -> bool:
    return any(isinstance(note, Note) for note in bar.notes)


def _duration(bars: Sequence[RawMeasure]) -> Fraction:
    return sum((bar.duration for bar in bars), Fraction(0))


def _unfilled(bars: Sequence[RawMeasure]) -> tuple[int, ...]:
    """Return the bars that do not fill; the upbeat and a short end are no fault."""
    numbers = range(len(bars))
    if bars[0].is_short:
        numbers = numbers[1:]
    if numbers and bars[-1].is_short:
        numbers = numbers[:-1]
    first = 0 if bars[0].is_short else 1
    return tuple(number + first for number in numbers if not bars[number].is_full)


def _in_bars_again(bars: Sequence[RawMeasure]) -> Melody:
    """Return all the notes of the bars, in the first bar's key and metre."""
    first = bars[0]
    events: list[tuple[Pitch | None, Fraction]] = []
    is_tied = False
    for note in (note for bar in bars for note in bar.notes):
        pitch = None if isinstance(note, Rest) else note.pitch
        if is_tied and events and pitch == events[-1][0]:
            events[-1] = (pitch, events[-1][1] + note.duration)
        else:
            events.append((pitch, note.duration))
        is_tied = isinstance(note, Note) and note.tied
    pickup = first.duration if first.is_short else Fraction(0)
    return Melody.from_events(first.key, first.time_signature, events, pickup)
