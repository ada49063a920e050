"""Rules that only a file can break: what the generator cannot even write.

Each is a row of `PAGE_RULES`: a name, what it asks of any line, what that is for one
level and instrument, and where a line breaks it.
"""

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from etudes.checking.bars import has_pickup, wrong_length
from etudes.checking.standard import Standard
from etudes.item.plan import tempo_range
from etudes.melody import Note, Rest
from etudes.reading import Line
from etudes.reading.page import Mark
from etudes.reading.passages import RawMeasure
from etudes.tables.signs import has_sign, is_allowed
from etudes.theory import Interval, duration_name, indefinite


class Place(NamedTuple):
    """A bar (None: the whole piece), a place in it (None: the whole bar), a note."""

    bar: RawMeasure | None = None
    onset: Fraction | None = None
    note: str = ""


Found = Iterator[tuple[Place, str]]
PIECE = Place()
_OF_BARS = ("empty bar", "bar number", "barline", "second voice")
"""Marks that stand for a whole bar."""
_UNREADABLE = ("microtone", "no pitch", "second voice", "empty bar")
"""Marks that say why a bar has no line of notes."""


class PageRule(NamedTuple):
    """A rule about the page; `detail` says what it asks at one level."""

    name: str
    asks: str
    detail: Callable[[Standard], str]
    faults: Callable[[Line, Standard], Found]


def _metre(line: Line, standard: Standard) -> Found:
    first, metres = line.bars[0], standard.level.metres
    if first.time_signature not in metres:
        yield PIECE, f"{first.time_signature} time; allowed are {_listed(metres)}"
    for before, bar in pairwise(line.bars):
        if bar.time_signature != before.time_signature:
            yield Place(bar), f"the metre changes to {bar.time_signature}"


def _key(line: Line, standard: Standard) -> Found:
    if standard.instrument.unpitched:
        return
    first, keys = line.bars[0], standard.keys
    if first.key not in keys:
        yield PIECE, f"in {first.key}; the keys of {standard} are {_listed(keys)}"
    for before, bar in pairwise(line.bars):
        if bar.key != before.key:
            yield Place(bar), f"the key changes to {bar.key}"


def _length(line: Line, standard: Standard) -> Found:
    count = len(line.bars) - has_pickup(line.bars)
    if count not in standard.level.measures:
        yield PIECE, f"{count} bars long; allowed are {_listed(standard.level.measures)}"


def _upbeat(line: Line, standard: Standard) -> Found:
    if has_pickup(line.bars) and not standard.level.pickup:
        yield Place(line.bars[0]), "begins with an upbeat, where none is allowed"


def _full_bars(line: Line, standard: Standard) -> Found:
    for index, bar in enumerate(line.bars):
        if excess := wrong_length(line.bars, index):
            size = "long" if excess > 0 else "short"
            yield Place(bar), f"too {size} by {indefinite(duration_name(abs(excess)))}"
        elif not bar.notes and not _has_marks(line, index):
            yield Place(bar), bar.problem or "of notes that overlap"


def _ties(line: Line, standard: Standard) -> Found:
    written = [(bar, *placed) for bar in line.bars for placed in _placed(bar)]
    for here, following in zip(written, [*written[1:], None], strict=True):
        bar, onset, note = here
        if not (isinstance(note, Note) and note.tied):
            continue
        after = following[2] if following else None
        if not (isinstance(after, Note) and after.pitch == note.pitch):
            yield Place(bar, onset, str(note.pitch)), "a tie leads to no note like it"
    yield from _marked(line, tie="a tie")


def _clef(line: Line, standard: Standard) -> Found:
    clef, expected = line.page.clef if line.page else "", standard.instrument.clef
    if clef and clef != expected:
        yield PIECE, f"in the {clef} clef; the {standard.instrument.label} reads {expected}"
    if not is_allowed("change of clef", standard.level):
        yield from _marked(line, clef="the clef changes to")


def _transposition(line: Line, standard: Standard) -> Found:
    given = line.page.transposition if line.page else None
    expected = standard.instrument.transposition
    if given is not None and given != expected:
        name = standard.instrument.label
        yield (
            PIECE,
            f"the part sounds {_distance(given)}; the {name} sounds {_distance(expected)}",
        )


def _tempo(line: Line, standard: Standard) -> Found:
    if line.page and line.page.tempo:
        given, rate = line.page.tempo
        beat, slowest, fastest = tempo_range(standard.level, line.bars[0].time_signature)
        if not slowest <= rate * given / beat <= fastest:
            yield (
                PIECE,
                f"{duration_name(given)} = {float(rate):g}; allowed are {int(slowest)} to "
                f"{int(fastest)} to the {duration_name(beat)}",
            )
    if not is_allowed("change of tempo", standard.level):
        yield from _marked(line, tempo="the tempo changes")


def _one_line(line: Line, standard: Standard) -> Found:
    kinds = {"chord": "a chord", "second voice": "a second voice"}
    seen: set[int] = set()
    for mark in _marks(line, kinds):
        if mark.bar not in seen:
            yield _place(line, mark), f"{kinds[mark.kind]} stands in a single line"
        seen.add(mark.bar)


def _writing(line: Line, standard: Standard) -> Found:
    yield from _marked(
        line,
        accidental="the accidental is wrong:",
        **{
            "microtone": "a microtone,",
            "bar number": "the bar's number is wrong:",
            "cue note": "a cue note is not to be played",
            "empty bar": "nothing at all is written",
            "note value": "the note value is wrong:",
        },
    )
    if standard.instrument.clef != "percussion":
        yield from _marked(line, **{"no pitch": "a note without pitch"})


def _tuplets(line: Line, standard: Standard) -> Found:
    yield from _marked(line, tuplet="a tuplet's bracket")


def _slurs(line: Line, standard: Standard) -> Found:
    yield from _marked(line, slur="a slur", hairpin="a hairpin")


def _barline(line: Line, standard: Standard) -> Found:
    yield from _marked(line, barline="no final barline closes the piece")


def _signs(line: Line, standard: Standard) -> Found:
    player, level = standard.instrument, standard.level
    kinds = ("articulation", "dynamic", "ornament", "grace note", "pause", "octave line")
    for mark in _marks(line, kinds):
        name = mark.text if mark.kind in ("articulation", "dynamic") else mark.kind
        if not has_sign(player, name, is_dynamic=mark.kind == "dynamic"):
            yield _place(line, mark), f"{name}: the {player.label} has none"
        elif not is_allowed(name, level):
            yield _place(line, mark), f"{name}: not allowed at level {level.number}"


def _marks(line: Line, kinds: Iterable[str]) -> list[Mark]:
    wanted = set(kinds)
    return [mark for mark in line.page.marks if mark.kind in wanted] if line.page else []


def _has_marks(line: Line, bar: int) -> bool:
    return any(mark.bar == bar for mark in _marks(line, _UNREADABLE))


def _place(line: Line, mark: Mark) -> Place:
    onset = None if mark.kind in _OF_BARS else mark.onset
    return Place(line.bars[mark.bar], onset, "" if onset is None else mark.note)


def _marked(line: Line, **words: str) -> Found:
    """Yield the marks of these kinds, in these words and the mark's own."""
    for mark in _marks(line, words):
        yield _place(line, mark), f"{words[mark.kind]} {mark.text}".strip()


def _placed(bar: RawMeasure) -> Iterator[tuple[Fraction, Note | Rest]]:
    onset = Fraction(0)
    for note in bar.notes:
        yield onset, note
        onset += note.duration


def _distance(interval: Interval) -> str:
    if interval == Interval(0, 0):
        return "as written"
    side = "lower" if interval.steps < 0 else "higher"
    return f"{indefinite(interval.name)} {side}"


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


def _never(_: Standard) -> str:
    return ""


PAGE_RULES = (
    PageRule(
        "metre",
        "The metre is one of the level's and does not change.",
        lambda standard: _listed(standard.level.metres),
        _metre,
    ),
    PageRule(
        "key",
        "The key is one that the instrument has at the level, and does not change.",
        lambda standard: _listed(standard.keys),
        _key,
    ),
    PageRule(
        "length",
        "The piece has as many bars as the level's exercises have.",
        lambda standard: f"{_listed(standard.level.measures)} bars",
        _length,
    ),
    PageRule(
        "upbeat",
        "An upbeat stands only where the level has upbeats.",
        lambda standard: "allowed" if standard.level.pickup else "not allowed",
        _upbeat,
    ),
    PageRule(
        "full bars",
        "Every bar fills; an upbeat and the last bar make one bar.",
        _never,
        _full_bars,
    ),
    PageRule("ties", "A tie joins two notes of one pitch.", _never, _ties),
    PageRule("one line", "One note sounds at a time, in one voice.", _never, _one_line),
    PageRule(
        "clef",
        "The clef is the instrument's.",
        lambda standard: standard.instrument.clef,
        _clef,
    ),
    PageRule(
        "transposition",
        "The part is written for the instrument's transposition.",
        lambda standard: f"sounds {_distance(standard.instrument.transposition)}",
        _transposition,
    ),
    PageRule(
        "tempo",
        "The metronome mark lies within the level's tempi; it changes from level 7 on.",
        lambda standard: f"{standard.level.tempo[0]} to {standard.level.tempo[1]}",
        _tempo,
    ),
    PageRule(
        "signs",
        "Articulations, dynamics and other signs are the level's and the instrument's.",
        lambda standard: _listed((*standard.level.articulations, *standard.level.dynamics)),
        _signs,
    ),
    PageRule("slurs", "Every slur and every hairpin begins and ends.", _never, _slurs),
    PageRule("tuplets", "Every tuplet's bracket begins and ends.", _never, _tuplets),
    PageRule(
        "writing",
        "Every bar has its number and notes, every note its pitch, accidental and value.",
        _never,
        _writing,
    ),
    PageRule("barline", "A final barline closes the piece.", _never, _barline),
)
