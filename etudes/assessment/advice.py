"""What to practise next, as commands that make it."""

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from etudes.assessment.report import KindResult, StudentResult
from etudes.errors import DamagedData
from etudes.listening import kinds
from etudes.tables.data import read_table

_FILE = Path(__file__).with_name("advice.toml")
_MOST = 3
_SURE = Fraction(4, 5)
"""From this share of the points on, a kind needs no practice."""
_LOST = Fraction(1, 2)
"""Below it, practice begins a level lower."""
_HIGHEST = 8


@dataclass(frozen=True, slots=True)
class Advice:
    """Something to practise: why, in English, and the command that makes it.

    Attributes
    ----------
    kind : the kind of question that it is for.
    command : the words of the command line, "etudes" the first of them.
    """

    kind: str
    because: str
    command: tuple[str, ...]

    @property
    def line(self) -> str:
        """The command as it is typed in any shell, Windows' too."""
        return command_line(self.command)


@dataclass(frozen=True, slots=True)
class _Row:
    because: str
    make: tuple[str, ...]


def advice_for(result: StudentResult) -> tuple[Advice, ...]:
    """Return one to three things to practise next, the weakest kind first.

    The two weakest kinds have études; the weakest of all is tested again. Where nothing is
    weak, the next level is tried; at the highest one it is new music and a new test.
    """
    instrument, level = result.quiz.instrument, result.quiz.level
    weak = sorted((one for one in result.kinds if one.share < _SURE), key=_weakness)
    if not weak:
        best = min(result.kinds, key=_weakness).kind
        higher = min(level + 1, _HIGHEST)
        because = (
            "All this is sure: try the next level."
            if higher > level
            else "All this is sure, and no level is higher: go on with new music."
        )
        return (
            Advice(best, because, _make(best, higher, instrument)),
            Advice(best, "Then test yourself again.", _quiz(best, higher, instrument)),
        )
    found = [
        Advice(
            one.kind,
            _rows()[one.kind].because,
            _make(one.kind, _level(one, level), instrument),
        )
        for one in weak[: _MOST - 1]
    ]
    first = weak[0]
    again = _quiz(first.kind, _level(first, level), instrument)
    return (*found, Advice(first.kind, "Then test yourself again.", again))


def requests() -> dict[str, tuple[str, ...]]:
    """Return what is asked of `etudes make` for each kind, at levels 1 to 8."""
    return {name: row.make for name, row in _rows().items()}


def command_line(words: Sequence[str]) -> str:
    """Return a command as it is typed in any shell, Windows' too.

    Examples
    --------
    >>> command_line(["etudes", "make", "--key", "D major"])
    'etudes make --key "D major"'
    """
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """Return a word in the double quotes that every shell knows, where it needs them."""
    if re.fullmatch(r"[\w' :/.,-]+", word) and re.search("[' ]", word):
        return f'"{word}"'
    return shlex.quote(word)


def _weakness(result: KindResult) -> tuple[Fraction, Fraction, str]:
    """Order by share; of two that are alike, the one where more points were lost first."""
    return result.share, result.earned - result.possible, result.kind


def _level(result: KindResult, level: int) -> int:
    return max(1, level - 1) if result.share < _LOST else level


def _make(name: str, level: int, instrument: str) -> tuple[str, ...]:
    asked = shlex.split(_rows()[name].make[level - 1])
    return ("etudes", "make", *_for(level, instrument), *asked)


def _quiz(name: str, level: int, instrument: str) -> tuple[str, ...]:
    return ("etudes", "quiz", "--kind", name, *_for(level, instrument))


def _for(level: int, instrument: str) -> Sequence[str]:
    return "--level", str(level), "--instrument", instrument


@cache
def _rows() -> dict[str, _Row]:
    rows = {
        name: _Row(row["because"], tuple(row["make"]))
        for name, row in read_table(str(_FILE)).items()
    }
    if rows.keys() != kinds().keys() or any(len(row.make) != 8 for row in rows.values()):
        raise DamagedData(
            "assessment/advice.toml: a row for each kind of question, with eight requests, "
            "was expected; install etudes again"
        )
    return rows
