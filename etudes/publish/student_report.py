"""A page for each student: points by kind, remarks, a level in words, what to practise."""

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from etudes.assessment.advice import advice_for
from etudes.assessment.report import QuestionResult, StudentResult, level_in_words
from etudes.errors import InvalidValue, OutputError, UnknownName
from etudes.listening import LETTERS, kind
from etudes.paths import data_folder
from etudes.publish.files import Draft, put_all
from etudes.tables import Instrument, instrument
from etudes.words import Language
from etudes.writing.text import environment

_LONGEST_NAME = 40
_LONGEST_TITLE = 40
"""In the foot of a page, beside the code and the date; the head has all of it."""
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One line of a table: what it is about, points, and words on them."""

    name: str
    points: str
    share: int
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportPage:
    """Everything that the template places, in the language of the test."""

    language: str
    words: Mapping[str, str]
    title: str
    student: str
    about: str
    total: ReportRow
    level: str
    hearing: str
    kinds: tuple[ReportRow, ...]
    questions: tuple[ReportRow, ...]
    practise: tuple[tuple[str, str], ...]

    @property
    def total_words(self) -> str:
        return f"{self.total.name}: {self.total.points}"

    @property
    def percent(self) -> str:
        return f"({self.total.share} %)"

    @property
    def footer(self) -> str:
        title = self.title
        if len(title) > _LONGEST_TITLE:
            title = f"{title[: _LONGEST_TITLE - 1].rstrip()}…"
        return f"{title} · {self.about}"


FORMATS = ("html", "pdf")
"""What a report can be written as."""


def write_reports(
    results: Sequence[StudentResult],
    folder: Path,
    formats: Sequence[str] = ("html",),
    *,
    force: bool = False,
) -> list[Path]:
    """Write the reports, named as `file_name` does, and return the files.

    Parameters
    ----------
    formats : any of `FORMATS`; a PDF needs LilyPond.

    Raises
    ------
    InvalidValue
        If a format is another.
    OutputError
        If a file with other content, or one that cannot be read, lies there and `force` is
        not given, or one cannot be written; nothing is written then.
    MissingTool, EngravingError
        If LilyPond is not there, or fails.
    """
    if odd := [name for name in formats if name not in FORMATS]:
        raise InvalidValue(f"reports as {' or '.join(FORMATS)} were expected, not {odd[0]}")
    # the folder is part of each name: one called "term.1" would be taken for a file
    drafts = [
        Draft(str(folder / f"{file_name(one)}.{name}"), name, content, ())
        for name, made in (("html", _as_html), ("pdf", _as_pdf))
        if name in formats
        for one, content in zip(results, made(results), strict=True)
    ]
    if not force:
        _refuse_others(drafts)
    return [file.path for file in put_all(drafts, None, force=True)]


def report_source(page: ReportPage) -> str:
    """Return the report as LilyPond source, words alone."""
    rows = tuple(
        replace(row, remarks=tuple(map(_breakable, row.remarks))) for row in page.questions
    )
    page = replace(page, questions=rows)
    return environment().get_template("report.ly.j2").render(page=page)


def _breakable(text: str) -> str:
    """Return a text with spaces after Chinese and Japanese punctuation: lines end only at
    spaces.

    Examples
    --------
    >>> _breakable("第2小节，第3个音：太高")
    '第2小节， 第3个音： 太高'
    """
    return re.sub(r"(?<=[、，。；：」）])(?=\S)", " ", text)


def _as_html(results: Sequence[StudentResult]) -> list[bytes]:
    return [render(one).encode() for one in results]


def _as_pdf(results: Sequence[StudentResult]) -> list[bytes]:
    """Return a PDF for each result; those of one language in one LilyPond."""
    from etudes.engraving import engrave_sheets

    sources = [report_source(report_page(one)) for one in results]
    done: dict[str, bytes] = {}
    for language in {one.quiz.language for one in results}:
        own = [
            source
            for source, one in zip(sources, results, strict=True)
            if one.quiz.language == language
        ]
        made = engrave_sheets(own, ("pdf",), printed="".join(own), language=language)
        done |= {source: pages["pdf"][0] for source, pages in zip(own, made, strict=True)}
    return [done[source] for source in sources]


def _refuse_others(drafts: Sequence[Draft]) -> None:
    for draft in drafts:
        try:
            is_other = Path(draft.name).read_bytes() != draft.content
        except (FileNotFoundError, NotADirectoryError):
            is_other = False  # nothing lies there; `put_all` tells what else is wrong
        except OSError as error:
            raise OutputError(
                f"new files were expected for the reports, and '{draft.name}' lies there "
                f"and cannot be read: {error.strerror or error}; the answers are marked: "
                "choose another folder"
            ) from None
        if is_other:
            raise OutputError(
                f"new files were expected for the reports, and '{draft.name}' is another "
                "one; the answers are marked: choose another folder, or --force"
            )


def render(result: StudentResult) -> str:
    """Return the report of a student as one self-contained HTML page."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    pages = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template("report.html.j2").render(page=report_page(result))


def report_page(result: StudentResult) -> ReportPage:
    """Return what the template places."""
    language, quiz = Language(result.quiz.language), result.quiz
    player = _label(quiz.instrument, language)
    about = [player, language.text("Level {number}", number=quiz.level)]
    if quiz.version:
        about.append(language.text("version {version}", version=quiz.version))
    about += [quiz.code, f"{result.marked_at:%Y-%m-%d}"]
    if missing := len(quiz.questions) - len(result.results):
        about.append(language.text("not marked: {count}", count=missing))
    total = _points(result.earned, result.possible, language.text("Total"))
    return ReportPage(
        language=language.code,
        words=_words(language),
        title=quiz.title or language.text("Listening test"),
        student=result.student,
        about=" · ".join(about),
        total=total,
        level=_level(result, language),
        hearing=_hearing(result, language),
        kinds=tuple(
            _points(one.earned, one.possible, language.word(one.label))
            for one in result.kinds
        ),
        questions=tuple(_question(one, language) for one in result.results),
        practise=tuple(
            (language.word(one.because), one.line) for one in advice_for(result)
        ),
    )


def file_name(result: StudentResult) -> str:
    """Return a name for the file of a report: letters and figures of the student's, and
    digits that test and student decide, so that no two share a file and the same one has
    the same file whoever else is marked.

    Examples
    --------
    >>> from types import SimpleNamespace as Some
    >>> names = ("Zoë B.", "../etc", "山")
    >>> [file_name(Some(student=name, quiz=Some(code="7k2m9q"))) for name in names]
    ['zoe-b-ec47379f', 'etc-07c5830a', 'student-1e2d561f']
    """
    digest = hashlib.sha256(f"{result.quiz.code}\n{result.student}".encode()).hexdigest()
    plain = unicodedata.normalize("NFKD", result.student).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.casefold())
    stem = "-".join(words)[:_LONGEST_NAME].strip("-") or "student"
    return f"{stem}-{digest[:_DIGITS]}"


def points_in_words(points: Fraction) -> str:
    """Return points as a teacher writes them.

    Examples
    --------
    >>> [points_in_words(Fraction(n, 4)) for n in (0, 4, 18, 3)]
    ['0', '1', '4½', '¾']
    >>> points_in_words(Fraction(10, 3))
    '3.33'
    """
    whole, part = divmod(points, 1)
    signs = {Fraction(n, 4): sign for n, sign in enumerate(("", "¼", "½", "¾"))}
    if part not in signs:
        return f"{float(points):.2f}"
    return f"{whole or ''}{signs[part]}" or "0"


def _words(language: Language) -> dict[str, str]:
    return {
        "points": language.text("Points"),
        "by_kind": language.text("Points by kind of question"),
        "level": language.text("Level"),
        "questions": language.text("Question by question"),
        "practise": language.text("What to practise next"),
    }


def _points(
    earned: Fraction, possible: Fraction, name: str, remarks: tuple[str, ...] = ()
) -> ReportRow:
    told = f"{points_in_words(earned)} / {points_in_words(possible)}"
    return ReportRow(name, told, round(100 * earned / possible), remarks)


def _question(one: QuestionResult, language: Language) -> ReportRow:
    label = language.word(kind(one.question.kind).label)
    given = _given(one, language)
    remarks = (given, *one.remarks) if given and one.remarks else one.remarks
    marked = one.marked
    return _points(marked.earned, marked.possible, f"{one.number}. {label}", remarks)


def _given(one: QuestionResult, language: Language) -> str:
    """Return what was chosen, where it is wrong; other answers speak in their remarks."""
    options = one.question.options
    names = [option.text or LETTERS[n] for n, option in enumerate(options)]
    if one.marked.given not in names:
        return ""
    option = names.index(one.marked.given)
    letter, words = LETTERS[option], language.word(options[option].text)
    answer = f"{letter} ({words})" if words else letter
    return language.text("your answer: {answer}", answer=answer)


def _level(result: StudentResult, language: Language) -> str:
    return language.text(
        "These answers speak for a hearing {level}.",
        level=level_in_words(result, language),
    )


def _hearing(result: StudentResult, language: Language) -> str:
    found = result.detection
    if found is None:
        return ""
    return language.text(
        "Same or different: d′ = {d} (0 is chance, 2 is good).", d=f"{found.d_prime:.1f}"
    )


def _label(name: str, language: Language) -> str:
    with suppress(UnknownName):
        player: Instrument = instrument(name)
        return language.instrument(player)
    return name
