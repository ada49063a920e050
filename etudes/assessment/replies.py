"""What a student gave as an answer, read from a cell of a table as the question asks.

A reply has one way of writing, which is what the store keeps: option words or a letter,
"3 pitch; 5 rhythm", points "9/2", or notes as JSON; `read_reply` reads that again.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from etudes.assessment.answers import (
    MOST_BARS,
    MOST_NOTES,
    Answer,
    answer_of,
    read_answer,
)
from etudes.errors import InvalidValue, UnreadableFile
from etudes.item.codec import melody_from_json, melody_to_json, to_json
from etudes.listening import LETTERS, Question, kind
from etudes.listening.question import WHATS
from etudes.reading.abc import read_abc_tune
from etudes.words import Language

MOST_CHARACTERS = 4000
"""In a cell as someone filled it in: a melody in ABC is much shorter."""

_MUSIC = (".musicxml", ".xml", ".mxl", ".abc", ".mid", ".midi")
_FINEST = 999_999
"""The denominator that a share of points has at most, so that it can be read again."""
_BLANK = ("", "-", "–", "—")
_PLACE = re.compile(r"(\d{1,3})[\s.:]*(?:bar|measure)?[\s.:]*([^\W\d_]*)")
_POINTS = re.compile(r"(\d{1,6}(?:[.,]\d{1,2})?)\s*(?:(?:/|of|von|sur|de|su)\s*(\d{1,6}))?")


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing was answered."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An option by its number, from 0."""

    option: int


@dataclass(frozen=True, slots=True, order=True)
class GivenPlace:
    """A measure in which something differs, and in what: "pitch", "rhythm", or "" where
    only the measure was given."""

    measure: int
    what: str

    def __str__(self) -> str:
        return f"{self.measure} {self.what}".rstrip()


@dataclass(frozen=True, slots=True)
class Places:
    """The places that were given, in order and each once."""

    places: tuple[GivenPlace, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """The share of the points, 0 to 1, that a teacher gave to a performance."""

    share: Fraction


Reply = Blank | Choice | Places | Points | Answer


def read_reply(
    question: Question,
    text: str,
    *,
    folder: Path | None = None,
    language: Language | None = None,
    possible: Fraction = Fraction(1),
    stored: bool = False,
) -> Reply:
    """Return what a cell says.

    Parameters
    ----------
    folder : where files of notes lie that a cell names; None where none may be named.
    language : of the printed words of the test; English ones are understood besides.
    possible : the points of a performance, of which a bare number says how many.
    stored : whether the text is what the store keeps, which was within all limits when it
        came and may be longer than a cell.

    Raises
    ------
    InvalidValue, UnreadableFile
        With what was expected and what came, if the cell says nothing of the kind.

    Examples
    --------
    >>> from etudes.item.request import Request
    >>> from etudes.listening import questions
    >>> [one] = questions("interval", Request(level=1, instrument="flute", seed=4))
    >>> [read_reply(one, text).option for text in ("b.", "Major third", " A")]
    [1, 1, 0]
    """
    if len(text) > MOST_CHARACTERS and not stored:
        raise InvalidValue(
            f"at most {MOST_CHARACTERS} characters were expected, not {len(text)}"
        )
    told = text.strip()
    if is_blank(told):
        return Blank()
    language = language or Language()
    form = kind(question.kind).answer
    if form == "choice":
        return Choice(_option(question, told, language))
    if form == "places":
        return Places(_places(question, told, language))
    if told.startswith("{"):
        answer = _answer_from_json(told)
        if not stored:
            _refuse_long(answer)
        return answer
    if form == "performance" and (points := _POINTS.fullmatch(told)):
        return Points(_share(points, possible))
    return _notes(question, told, folder)


def is_blank(text: str) -> bool:
    """Whether a cell says that nothing was answered."""
    return text.strip() in _BLANK


def reply_text(question: Question, reply: Reply) -> str:
    """Return the one text of a reply; `read_reply` gives the same reply back."""
    if isinstance(reply, Blank):
        return ""
    if isinstance(reply, Choice):
        return option_name(question, reply.option)
    if isinstance(reply, Places):
        return "; ".join(map(str, reply.places))
    if isinstance(reply, Points):
        return f"{reply.share.numerator}/{reply.share.denominator}"
    return _answer_to_json(reply)


def option_name(question: Question, option: int) -> str:
    """Return what an option is called: its English words, or its letter where it has
    none."""
    return question.options[option].text or LETTERS[option]


def wanted(question: Question) -> str:
    """Return in words what a cell should hold."""
    form = kind(question.kind).answer
    if form == "choice":
        letters = f"A to {LETTERS[len(question.options) - 1]}"
        words = [option.text for option in question.options if option.text]
        return f"{letters} ({', '.join(words)})" if words else letters
    if form == "places":
        return 'bars and what differs there, such as "3 pitch; 5 rhythm",'
    notes = f"a file of notes beside the answers ({', '.join(_MUSIC)}), or ABC,"
    return f"points such as 6 or 6/8, {notes}" if form == "performance" else notes


def _option(question: Question, told: str, language: Language) -> int:
    letter = told.strip(" .):(").upper()
    count = len(question.options)
    if len(letter) == 1 and letter in LETTERS[:count]:
        return LETTERS.index(letter)
    folded = _folded(told)
    spelled = [
        {_folded(option.text), _folded(language.word(option.text))} - {""}
        for option in question.options
    ]
    for match in (_is_same, _is_short):
        found = [
            n for n, words in enumerate(spelled) if any(match(folded, w) for w in words)
        ]
        if len(found) == 1:
            return found[0]
    raise _unexpected(question, told)


def _is_same(told: str, words: str) -> bool:
    return told == words


def _is_short(told: str, words: str) -> bool:
    """Whether words are told as they stand before a colon or a bracket: "perfect" of
    "perfect (V–I)"."""
    return told == re.split(r"[:(（：]", words)[0].strip()


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .")


def _places(question: Question, told: str, language: Language) -> tuple[GivenPlace, ...]:
    copy = question.printed
    bars = range(0 if copy and copy.pickup else 1, copy.full_measures + 1 if copy else 1)
    found = set()
    for measure, word in _read_places(question, told):
        if measure not in bars:
            raise InvalidValue(
                f"bars {bars.start} to {bars.stop - 1} were expected, not {measure}"
            )
        found.add(GivenPlace(measure, _what(question, word, language)))
    return tuple(sorted(found))


def _read_places(question: Question, told: str) -> Iterator[tuple[int, str]]:
    rest = re.sub(r"(?i)\b(bars?|measures?|and|in|the)\b", " ", told)
    at = 0
    for match in _PLACE.finditer(rest):
        if rest[at : match.start()].strip(" \t\n,;/&+.:"):
            raise _unexpected(question, told)
        at = match.end()
        yield int(match[1]), match[2]
    if not at or rest[at:].strip(" \t\n,;/&+.:"):
        raise _unexpected(question, told)


def _what(question: Question, word: str, language: Language) -> str:
    folded = _folded(word)
    for what in WHATS:
        if folded and any(
            name.startswith(folded) for name in (what, _folded(language.word(what)))
        ):
            return what
    if folded:
        raise _unexpected(question, word)
    return ""


def _share(points: re.Match[str], possible: Fraction) -> Fraction:
    earned = Fraction(points[1].replace(",", "."))
    of = Fraction(points[2]) if points[2] else possible
    if not 0 <= earned <= of or not of or (earned / of).denominator > _FINEST:
        raise InvalidValue(f"points from 0 to {of} were expected, not {points[0]}")
    return earned / of


def _notes(question: Question, told: str, folder: Path | None) -> Answer:
    if told.casefold().endswith(_MUSIC):
        return read_answer(_inside(folder, told))
    if "|" not in told and "\n" not in told and "K:" not in told:
        raise _unexpected(question, told)
    try:
        return answer_of(read_abc_tune(_whole_abc(question, told)), "ABC")
    except UnreadableFile as error:
        raise InvalidValue(str(error)) from error


def _whole_abc(question: Question, body: str) -> str:
    """Return a tune with its head: the key and metre of the sheet where it has none."""
    if "K:" in body:
        return body if body.startswith("X:") else f"X:1\n{body}"
    melody = question.heard[0].melody
    tonic = f"{melody.key}".replace(" major", "").replace(" minor", "m")
    return f"X:1\nM:{melody.time_signature}\nL:1/4\nK:{tonic}\n{body}"


def _inside(folder: Path | None, name: str) -> Path:
    """Return the file of this name, if it lies in the folder or below.

    Raises
    ------
    InvalidValue
        If it lies elsewhere, whatever links lead there.
    """
    if folder is not None:
        with suppress(OSError, RuntimeError, ValueError):  # no such name, links in a ring
            root = folder.resolve()
            path = (root / name.replace("\\", "/")).resolve()
            if path.is_relative_to(root):
                return path
    raise InvalidValue(
        f"a file in the folder of the answers was expected, not '{name[:80]}'"
    )


def _answer_to_json(answer: Answer) -> str:
    return to_json(
        {
            "melody": json.loads(melody_to_json(answer.melody)),
            "unfilled": list(answer.unfilled_bars),
            "spelled": answer.is_spelled,
        }
    )


def _answer_from_json(text: str) -> Answer:
    try:
        data = json.loads(text)
        melody = melody_from_json(json.dumps(data["melody"]))
        return Answer(melody, tuple(map(int, data["unfilled"])), bool(data["spelled"]))
    except (ArithmeticError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise InvalidValue(f"notes as JSON were expected, not {text!r:.60}") from error


def _refuse_long(answer: Answer) -> None:
    bars = answer.melody.measures
    if len(bars) > MOST_BARS:
        raise InvalidValue(f"at most {MOST_BARS} bars were expected, not {len(bars)}")
    if (notes := sum(len(bar.notes) for bar in bars)) > MOST_NOTES:
        raise InvalidValue(f"at most {MOST_NOTES} notes were expected, not {notes}")


def _unexpected(question: Question, told: str) -> InvalidValue:
    came = " ".join(told.split())
    came = came if len(came) <= 40 else f"{came[:39]}…"
    return InvalidValue(f"{wanted(question)} was expected, not '{came}'")
