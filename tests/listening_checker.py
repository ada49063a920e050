"""A second opinion on a listening question: is its answer true, and the only true one?

Everything is found anew from the plain fields of what sounds and what is printed: steps,
alterations, octaves, lengths, the key's tonic and mode, the numbers of the metre.
Semitones, scales, chords and bars are counted here; the two tables of data are read as
TOML. Nothing of the program that made the question runs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from math import erfc, exp, gamma, pow, sqrt
from typing import Any

from checked_notes import highest, interval, key_note, major_or_minor, single_degree
from checked_playing import cadence, change, metre
from checked_versions import (
    completion,
    contour,
    dictation,
    find_error,
    notation,
    rhythm_alone,
    same_different,
    which_score,
)
from sounding import bar_faults, heard_as, sounds, turns


def faults(question: Any) -> list[str]:
    """What is wrong with a question; nothing, if all is well."""
    return [*_plain_faults(question), *_CHECKS[question.kind](question)]


def _plain_faults(question: Any) -> Iterator[str]:
    count = len(question.options)
    if abs(question.guessing - (1 / count if count else 0)) > 1e-12:
        yield f"guessing is {question.guessing} with {count} options"
    if not question.heard:
        yield "nothing is heard"
    if count and not (isinstance(question.answer, int) and 0 <= question.answer < count):
        yield f"answer {question.answer!r} is none of {count} options"
    for one, other in combinations(question.options, 2):
        if alike(one, other):
            yield "two options are alike"
    for passage in (*question.heard, *(o.passage for o in question.options if o.passage)):
        for voice in passage.voices:
            yield from bar_faults(voice)
    if question.printed is not None:
        yield from bar_faults(question.printed)


def alike(one: Any, other: Any) -> bool:
    """Whether two options are the same to a listener, or lines that turn the same way."""
    if one.passage and other.passage:
        return all(
            heard_as(sounds(a)) == heard_as(sounds(b))
            for a, b in zip(one.passage.voices, other.passage.voices, strict=True)
        )
    if one.shape and other.shape:
        return turns(one.shape) == turns(other.shape)
    return bool(one.text == other.text)


_CHECKS: dict[str, Callable[[Any], Iterator[str]]] = {
    "dictation": dictation,
    "rhythm": rhythm_alone,
    "playback": notation,
    "same-different": same_different,
    "which-score": which_score,
    "find-error": find_error,
    "contour": contour,
    "completion": completion,
    "interval": interval,
    "degree": single_degree,
    "mode": major_or_minor,
    "metre": metre,
    "cadence": cadence,
    "change": change,
    "highest": highest,
    "tonic": key_note,
}


def set_faults(questions: Sequence[Any]) -> list[str]:
    """What is wrong with questions of one request as a set."""
    found = []
    if len({question.id for question in questions}) < len(questions):
        found.append("two questions have one id")
    if questions and questions[0].kind == "same-different":
        same = sum(question.answer == 0 for question in questions)
        if abs(2 * same - len(questions)) > 1:
            found.append(f"{same} of {len(questions)} are the same, not half")
    return found


def uneven(answers: Iterable[Sequence[Any]], rate: float = 1e-6) -> list[str]:
    """Where right answers stand too often: the chi-square test for each number of options,
    which calls even places uneven at this rate.

    Parameters
    ----------
    answers : of each question, how many options it has, and which is right.
    """
    places: dict[int, Counter[int]] = {}
    for count, answer in answers:
        places.setdefault(count, Counter())[answer] += 1
    found = []
    for count, there in places.items():
        each = there.total() / count
        far = sum((there[at] - each) ** 2 / each for at in range(count))
        if each >= 5 and beyond(far, count - 1) < rate:
            found.append(f"of {count} options right are {sorted(there.items())}")
    return found


def beyond(far: float, freedom: int) -> float:
    """The probability that the chi-square law with so many degrees of freedom exceeds a
    value (Abramowitz and Stegun 26.4.4 and 26.4.5)."""
    half, whole = far / 2, range(freedom // 2)
    if freedom % 2 == 0:
        return exp(-half) * sum(pow(half, n) / gamma(n + 1) for n in whole)
    rest = sum(pow(half, n + 0.5) / gamma(n + 1.5) for n in whole)
    return erfc(sqrt(half)) + exp(-half) * rest
