"""LilyPond source of the teacher's key to a listening test.

For each question: what is heard, the right answer and in what the others differ, how points
are given, what a guess is worth, and what is played when.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from etudes.assessment.expected import points_of
from etudes.listening import (
    LETTERS,
    Passage,
    Place,
    Question,
    Quiz,
    kind,
    seconds_of,
)
from etudes.melody import Event, Melody
from etudes.sheet.layout import Layout
from etudes.sheet.letterhead import Letterhead
from etudes.tables import instrument
from etudes.words import Language
from etudes.writing.quiz_head import Look, Page, head_of, spread
from etudes.writing.quiz_points import marking_of, segments_of, total_of
from etudes.writing.quiz_script import Moment, moments_of
from etudes.writing.quiz_staves import PERCUSSION, Sign, heard_staff, rhythm_of
from etudes.writing.quiz_words import (
    family_words,
    label_of,
    option_words,
    place_words,
    what_words,
)
from etudes.writing.text import LyStr, environment, ly_string

_COLUMNS = 3
_TIME, _LETTERED = 5.8, 4.0
"""Staff spaces of a time in the script, and of the letter before a passage."""
_WIDE_ENOUGH = 66.0
_CHANGED = "×"
_LETTERED_MM = 10.0
_NO_LETTER = LyStr('""')


@dataclass(frozen=True, slots=True)
class Music:
    """A passage of the key: its letter, "" for what is heard first, whether it is the
    right one, and its staves."""

    letter: LyStr
    is_right: bool
    staves: LyStr

    @property
    def has_letter(self) -> bool:
        return self.letter != _NO_LETTER


@dataclass(frozen=True, slots=True)
class Solved:
    """A question of the key; `told` are further lines of words."""

    number: int
    label: str
    asks: LyStr
    worth: str
    answer: LyStr
    has_answer: bool
    told: tuple[LyStr, ...]
    music: tuple[Music, ...]
    script: tuple[tuple[Moment, ...], ...]


def key_source(quiz: Quiz, layout: Layout, letterhead: Letterhead | None = None) -> str:
    """Return the teacher's key to a listening test as a LilyPond file.

    Parameters
    ----------
    layout : paper, language and looks; its kind does not matter.
    letterhead : a teacher's own head and foot.

    Raises
    ------
    InvalidValue
        If a length cannot be written.
    """
    language, page = Language(layout.language), Page.of(quiz, layout, is_key=True)
    moments = moments_of(quiz, language)
    minutes, seconds = divmod(round(seconds_of(quiz)), 60)
    total = total_of(quiz)
    return (
        environment()
        .get_template("quiz-key.ly.j2")
        .render(
            head=head_of(quiz, layout, letterhead or Letterhead(), is_key=True),
            page=page,
            look=Look.of(layout),
            column=round(page.width / _columns(page), 1),
            time=_TIME,
            lettered=_LETTERED,
            short=_list(quiz, language),
            sums=" · ".join(
                (
                    language.plural("{count} point", "{count} points", total),
                    language.text(
                        "the recording lasts {time}", time=f"{minutes}:{seconds:02}"
                    ),
                )
            ),
            questions=[
                _solved(number, question, rows, page, layout)
                for number, (question, rows) in enumerate(
                    zip(quiz.questions, moments, strict=True), 1
                )
            ],
        )
    )


def _list(quiz: Quiz, language: Language) -> tuple[str, ...]:
    """Return number and answer of each question, with the points between them."""
    last = len(quiz.questions)
    return tuple(
        f"{number} {_short(question, language)}{' ·' if number < last else ''}"
        for number, question in enumerate(quiz.questions, 1)
    )


def _solved(
    number: int, question: Question, rows: tuple[Moment, ...], page: Page, layout: Layout
) -> Solved:
    language = Language(layout.language)
    points = language.plural("{count} point", "{count} points", points_of(question))
    chance = language.text("chance 1/{options}", options=len(question.options))
    answer = _answer(question, language)
    worth = f"{points} · {chance}" if question.options else points
    return Solved(
        number=number,
        label=label_of(question, language),
        asks=spread(language.word(question.asks), layout.language),
        worth=worth,
        answer=spread(answer, layout.language),
        has_answer=bool(answer),
        told=tuple(spread(text, layout.language) for text in _told(question, language)),
        music=tuple(_music(question, page, language)),
        script=_in_columns(rows, _columns(page)),
    )


def _columns(page: Page) -> int:
    return _COLUMNS if page.width >= _WIDE_ENOUGH else 2


def _in_columns(rows: tuple[Moment, ...], count: int) -> tuple[tuple[Moment, ...], ...]:
    """Return the moments as the rows of a table whose columns are read downwards."""
    height = -(-len(rows) // count)
    return tuple(rows[at::height] for at in range(height))


def _short(question: Question, language: Language) -> str:
    """Return the answer for a quick look: a letter, or the places."""
    answer = question.answer
    if isinstance(answer, int):
        return LETTERS[answer]
    if isinstance(answer, tuple):
        return ", ".join(place_words(place, language) for place in answer)
    return language.text("music")


def _answer(question: Question, language: Language) -> str:
    """Return the right answer in words, "" where it is music alone."""
    right = question.right
    if right is None:
        told = isinstance(question.answer, tuple)
        return _short(question, language) if told else ""
    return f"{_short(question, language)} {option_words(right.text, language)}".strip()


def _told(question: Question, language: Language) -> Iterator[str]:
    """Yield in what wrong options differ, and how points are given."""
    differ = [
        f"{letter} {family_words(option.family, language)}{_where(question, at, language)}"
        for at, (letter, option) in enumerate(zip(LETTERS, question.options, strict=False))
        if option.family
    ]
    if differ:
        yield "; ".join(differ)
    marking = " ".join(marking_of(question, language))
    if marking:
        yield marking


def _where(question: Question, number: int, language: Language) -> str:
    """Return the bars in which a score to choose differs from the right one, where they
    are not all."""
    right, other = question.right, question.options[number]
    if kind(question.kind).options != "staves" or not (right and right.passage):
        return ""
    if not other.passage:
        return ""
    melody = right.passage.melody
    onsets = [sign.onset for sign in changes(melody, other.passage.melody)]
    bars = sorted({_bar(melody, onset) for onset in onsets})
    if not bars or len(bars) == melody.full_measures:
        return ""
    if len(bars) == 1:
        return f" ({language.text('bar {number}', number=bars[0])})"
    told = ", ".join(map(str, bars))
    return f" ({language.text('bars {numbers}', numbers=told)})"


def _bar(melody: Melody, onset: Fraction) -> int:
    """Return the number of the bar, 0 of an upbeat, at an onset from the beginning."""
    return int((onset - melody.pickup) // melody.time_signature.measure_duration) + 1


def _music(question: Question, page: Page, language: Language) -> Iterator[Music]:
    row = kind(question.kind)
    one_tempo = len({passage.tempo for passage in question.heard}) == 1
    for at, passage in enumerate(question.heard):
        shown = _shown(question, passage)
        signs = tuple(_signs(question, shown, at, language))
        has_tempo = not (at and one_tempo)
        staves = heard_staff(shown, page.line, page.staff_size, signs, has_tempo=has_tempo)
        yield Music(_NO_LETTER, False, staves)
    line = page.line - _LETTERED_MM
    if row.options == "heard":
        for at, (letter, option) in enumerate(zip(LETTERS, question.options, strict=False)):
            if option.passage:
                yield Music(
                    ly_string(letter),
                    at == question.answer,
                    heard_staff(option.passage, line, page.staff_size, has_tempo=False),
                )


def _shown(question: Question, passage: Passage) -> Passage:
    """Return the passage as the key prints it: of a rhythm, its one line."""
    if question.kind != "rhythm" and not instrument(passage.instrument).unpitched:
        return passage
    return Passage((rhythm_of(passage.melody),), passage.tempo, PERCUSSION)


def _signs(
    question: Question, passage: Passage, number: int, language: Language
) -> Iterator[Sign]:
    """Yield what stands above a passage: segments that are marked, or what has changed."""
    answer = question.answer
    if isinstance(answer, Melody):
        onsets = segments_of(passage.melody)
        yield from (Sign(onset, str(n), "tick") for n, onset in enumerate(onsets, 1))
    if isinstance(answer, tuple) and question.printed:
        differing = [sign.onset for sign in changes(question.printed, passage.melody)]
        for place in answer:
            onset = _onset(passage.melody, place, differing)
            yield Sign(onset, what_words(place.what, language))
    if number and question.heard[0].tempo == passage.tempo:
        yield from changes(question.heard[0].melody, passage.melody)


def _onset(melody: Melody, place: Place, differing: list[Fraction]) -> Fraction:
    """Return where a change is first heard in its bar, else where the bar begins."""
    here = [onset for onset in differing if _bar(melody, onset) == place.measure]
    bar = melody.time_signature.measure_duration
    begins = melody.pickup + (place.measure - 1) * bar if place.measure else Fraction(0)
    return min(here, default=begins)


def changes(one: Melody, other: Melody) -> Iterator[Sign]:
    """Yield a sign at each note of the other melody that the first has not; none where they
    are of different lengths."""
    if one.duration != other.duration:
        return
    known = set(map(_sound, one.events()))
    for event in other.events():
        if _sound(event) not in known and event.pitch is not None:
            yield Sign(event.onset + other.pickup, _CHANGED, "plain")


def _sound(event: Event) -> tuple[Fraction, Fraction, int | None]:
    height = event.pitch.midi if event.pitch else None
    return event.onset, event.duration, height
