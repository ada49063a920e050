"""A listening test as files: its paper, the teacher's key, and the sound.

All papers are engraved by one LilyPond.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from etudes.engraving import engrave_sheets
from etudes.errors import InvalidValue
from etudes.listening import Quiz, seconds_of
from etudes.publish.files import Draft
from etudes.sheet import Layout
from etudes.words import LANGUAGES

SOUNDS = ("mp3", "wav")
FORMATS = ("pdf", "ly", *SOUNDS)
_LONGEST = 3590.0
"""Seconds of a recording."""
_SECONDS = 120.0
"""How long LilyPond may take for the papers of a version."""


def quiz_drafts(
    quizzes: Sequence[Quiz],
    layout: Layout,
    formats: Sequence[str] = ("pdf", "mp3"),
    *,
    each: bool = False,
    students: Sequence[str] = (),
) -> list[Draft]:
    """Return the files of a test, ready to be put in place.

    For each version: the paper, the key, one recording of the whole; and one table for the
    answers. File names tell the version and what it is, and nothing of the answers.

    Parameters
    ----------
    formats : any of `FORMATS`.
    each : whether every question is recorded as a file of its own too.
    students : names for the table of answers; without any it has empty rows.

    Raises
    ------
    InvalidValue
        If a format is none of these, or a recording would be longer than an hour.
    MissingTool, EngravingError
        If LilyPond is not there or fails.

    Examples
    --------
    >>> from etudes import Request
    >>> from etudes.listening import questions
    >>> made = questions("interval", Request(level=1, instrument="flute", seed=1))
    >>> quiz = Quiz("7k2f9a", "", tuple(made))
    >>> for draft in quiz_drafts([quiz], Layout(), ["ly"], students=["Ann"]):
    ...     print(draft.name)
    flute-test-level1-7k2f9a.ly
    flute-test-level1-7k2f9a-key.ly
    flute-test-level1-answers-7k2f9a.csv
    """
    wanted = checked_formats(formats)
    if {*SOUNDS} & {*wanted}:
        for quiz in quizzes:
            _refuse_endless(quiz)
    drafts = [*_papers(quizzes, layout, wanted), _table(quizzes, students)]
    for quiz in quizzes:
        drafts += _recordings(quiz, wanted, each)
    return drafts


def checked_formats(formats: Sequence[str]) -> tuple[str, ...]:
    """Return the formats, each once.

    Raises
    ------
    InvalidValue
        If one is none of `FORMATS`.
    """
    wanted = tuple(dict.fromkeys(formats))
    for name in wanted:
        if name not in FORMATS:
            raise InvalidValue(
                f"formats among {', '.join(FORMATS)} were expected for a test, not '{name}'"
            )
    return wanted


def _refuse_endless(quiz: Quiz) -> None:
    """Refuse a recording of more than an hour, before anything is engraved."""
    seconds = seconds_of(quiz)
    if seconds > _LONGEST:
        raise InvalidValue(
            f"a recording of at most an hour was expected, not of {seconds / 60:.0f} "
            "minutes; ask for fewer questions or --plays, or for --format pdf"
        )


def stem_of(quiz: Quiz) -> str:
    """Return how the files of a version are called: instrument, level and code.

    Examples
    --------
    >>> from etudes import Request
    >>> from etudes.listening import questions
    >>> made = questions("interval", Request(level=1, instrument="flute", seed=1))
    >>> stem_of(Quiz("7k2f9a", "", tuple(made), "A"))
    'flute-test-level1-A-7k2f9a'
    """
    parts = [quiz.instrument, "test", f"level{quiz.level}", quiz.version, quiz.code]
    return "-".join(part for part in parts if part)


def _papers(
    quizzes: Sequence[Quiz], layout: Layout, formats: Sequence[str]
) -> Iterator[Draft]:
    from etudes.writing.quiz import quiz_source
    from etudes.writing.quiz_key import key_source

    if not {"pdf", "ly"} & {*formats}:
        return
    sources: dict[str, str] = {}
    for quiz in quizzes:
        sources[stem_of(quiz)] = quiz_source(quiz, layout)
        sources[f"{stem_of(quiz)}-key"] = key_source(quiz, layout)
    if "ly" in formats:
        for name, source in sources.items():
            yield Draft(f"{name}.ly", "ly", source.encode(), ())
    if "pdf" in formats:
        printed = f"{LANGUAGES[layout.language]} {quizzes[0].title}"
        made = engrave_sheets(
            list(sources.values()),
            timeout_seconds=_SECONDS * len(quizzes),
            printed=printed,
            language=layout.language,
        )
        for name, pages in zip(sources, made, strict=True):
            yield Draft(f"{name}.pdf", "pdf", pages["pdf"][0], ())


def _recordings(quiz: Quiz, formats: Sequence[str], each: bool) -> Iterator[Draft]:
    wanted = [name for name in SOUNDS if name in formats]
    if not wanted:
        return
    from etudes.audio import levelled, mp3_bytes, render, wav_bytes, with_silence
    from etudes.audio.scripted import question_timelines, quiz_timeline

    timelines = {stem_of(quiz): quiz_timeline(quiz)}
    if each:
        for number, timeline in enumerate(question_timelines(quiz), 1):
            timelines[f"{stem_of(quiz)}-{number:02}"] = timeline
    for name, timeline in timelines.items():
        sound = levelled(render(with_silence(timeline)))
        for format in wanted:
            content = mp3_bytes(sound) if format == "mp3" else wav_bytes(sound)
            yield Draft(f"{name}.{format}", format, content, ())


def _table(quizzes: Sequence[Quiz], students: Sequence[str]) -> Draft:
    """Return a table to write answers into, as `etudes mark` reads it: versions are dealt
    to the students in turn."""
    count = max(len(quiz.questions) for quiz in quizzes)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["student", "test", *range(1, count + 1)])
    for number, student in enumerate(students or [""] * len(quizzes)):
        code = quizzes[number % len(quizzes)].code
        table.writerow([student, code, *[""] * count])
    first = quizzes[0]
    name = f"{first.instrument}-test-level{first.level}-answers-{first.code}.csv"
    return Draft(name, "csv", text.getvalue().encode(), ())
