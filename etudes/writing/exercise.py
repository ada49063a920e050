"""One exercise as the templates of the sheets take it: its notes and where lines end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from random import Random

from etudes.errors import InvalidValue
from etudes.item.item import Item
from etudes.markings import NONE, Markings
from etudes.melody import Melody, Note, Rest
from etudes.sheet.questions import Question, questions
from etudes.tables import instrument
from etudes.tables.instruments import MIDDLE_LINE, Instrument
from etudes.theory import note_value
from etudes.words import Language
from etudes.writing.lilypond import melody_source, value_source
from etudes.writing.systems import CROWDED, MEASURES_A_SYSTEM, reaches, systems
from etudes.writing.text import LyStr

LONGEST = 8
"""Lines that are never broken over two pages where a page has room for them."""
_ON_ONE_LINE = "snare-drum"
"""The instrument whose staff has one line, for rhythms alone."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over an exercise, in words; `tip` is "" for none."""

    words: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """What decides where lines and pages end, and which signs are printed; an exercise of
    more lines than `longest` may be turned."""

    room: float = CROWDED
    measures_a_system: int = MEASURES_A_SYSTEM
    longest: int = LONGEST
    plain: bool = False
    upright: bool = False
    rhythm: str = "none"


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercise ready to be set; texts are raw, `LyStr`s are LilyPond's.

    Where an exercise has a size of its own, `staff_size` is in points; `apart`, from line
    to line, and `above`, free above it, are in staff spaces of the page.
    """

    number: int
    item: Item
    word: str
    beat: LyStr
    beats_per_minute: int
    music: LyStr
    breaks: LyStr
    ragged: LyStr
    lines: int
    reaches: tuple[float, ...] = ()
    rhythm: LyStr | None = None
    questions: tuple[Question, ...] = ()
    heading: Heading | None = None
    caption: str = ""
    staff_size: float = 20.0
    apart: float = 0.0
    above: float = 0.0


def exercise(
    item: Item, player: Instrument, number: int, language: Language, fit: Fit
) -> Exercise:
    """Return an exercise with its line ends, its rhythm where that is wanted.

    Raises
    ------
    InvalidValue
        If the beat or a note has a length that no note value has.
    """
    melody, player, markings = _shown(item, player, fit)
    beat = note_value(item.tempo.beat)
    if beat is None:
        raise InvalidValue(
            f"a beat is one note value, not {item.tempo.beat} of a whole note"
        )
    music = melody_source(melody, player, markings).replace("\n\\break", "")
    if fit.upright:
        music = music.replace("\\italic ", "")
    made = Exercise(
        number=number,
        item=item,
        word=language.word(item.tempo.word),
        beat=LyStr(value_source(beat)),
        beats_per_minute=item.tempo.beats_per_minute,
        music=LyStr(music.replace("\n", "\n      ")),
        breaks=LyStr(""),
        ragged=LyStr("##t" if len(melody.measures) <= 2 else "##f"),
        lines=0,
    )
    return _broken(made, melody, player, fit)


def refitted(made: Exercise, player: Instrument, fit: Fit) -> Exercise:
    """Return the exercise with lines that end where others fit; its notes and signs are
    not written once more.

    Parameters
    ----------
    player : who it was made for.
    fit : as it was made with, but for the room and the lines that may stay together.
    """
    melody, player, _ = _shown(made.item, player, fit)
    return _broken(made, melody, player, fit)


def _shown(item: Item, player: Instrument, fit: Fit) -> tuple[Melody, Instrument, Markings]:
    """Return what is printed of an item, and for whom."""
    if fit.rhythm == "only":
        return on_one_line(item.melody), instrument(_ON_ONE_LINE), NONE
    return item.melody, player, _reminders(item.markings) if fit.plain else item.markings


def _broken(made: Exercise, melody: Melody, player: Instrument, fit: Fit) -> Exercise:
    """Return the exercise with its line ends, and its rhythm where that is wanted."""
    lengths = systems(melody, made.item.markings, fit.room, fit.measures_a_system)
    return replace(
        made,
        breaks=LyStr(" ".join(_breaks(melody, lengths, fit.longest))),
        lines=len(lengths),
        reaches=reaches(melody, lengths, player.clef),
        rhythm=_first_line(melody, lengths[0]) if fit.rhythm == "before" else None,
    )


def _reminders(markings: Markings) -> Markings:
    """Return what a plain page keeps: an accidental is a part of the note, no ornament."""
    return Markings(tuple(mark for mark in markings.marks if mark.kind == "reminder"))


def asked(made: Exercise, player: Instrument, language: Language) -> Exercise:
    """Return the exercise with two questions; the same item has always the same ones."""
    item = made.item
    rng = Random(f"{item.seed} {item.index} {item.level_asked}")
    return replace(made, questions=questions(item, player, language, rng))


def on_one_line(melody: Melody) -> Melody:
    """Return the rhythm alone."""
    return melody.on_one_line(MIDDLE_LINE)


def _breaks(melody: Melody, lengths: tuple[int, ...], longest: int) -> Iterator[str]:
    """Yield spaces as long as each line, and what happens at its end.

    An exercise stays on one page; a very long one may be turned, where a rest leaves a
    hand free if there is such a line end.
    """
    ends = list(accumulate(lengths))
    turns = _turns(melody, ends) if len(ends) > longest else set()
    start = 0
    for end in ends:
        length = sum((m.duration for m in melody.measures[start:end]), Fraction(0))
        yield f"s1*{length}"
        if end != ends[-1]:
            yield "\\break"
            if end in turns:
                yield "\\allowPageBreak"
        start = end


def _turns(melody: Melody, ends: list[int]) -> set[int]:
    """Return after which measures a page may be turned: beside a rest, else anywhere."""
    inner = ends[2:-2]
    at_rests = {
        end
        for end in inner
        if isinstance(melody.measures[end - 1].notes[-1], Rest)
        or isinstance(melody.measures[end].notes[0], Rest)
    }
    return at_rests or set(inner)


def _first_line(melody: Melody, measures: int) -> LyStr:
    """Return the rhythm of the first line, all on one line."""
    chosen = list(on_one_line(melody).measures[:measures])
    *before, last = chosen[-1].notes
    if isinstance(last, Note) and last.tied:
        chosen[-1] = replace(chosen[-1], notes=(*before, replace(last, tied=False)))
    rhythm = Melody(melody.key, tuple(chosen))
    source = melody_source(rhythm, instrument(_ON_ONE_LINE), Markings())
    return LyStr(source.replace("\n\\break", "").replace("\n", "\n    "))
