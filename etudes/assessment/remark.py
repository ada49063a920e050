"""A sentence on what is wrong with an answer, for whoever wrote it.

A remark keeps its English sentence and the values in it apart, so that `Language` can say
it in another language: `remarks.toml` holds the sentences.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from etudes.tables.data import read_table
from etudes.theory import Interval, Key, Pitch, duration_name
from etudes.words import Language

_FILE = Path(__file__).with_name("remarks.toml")


@cache
def sentences() -> dict[str, str]:
    """Return each English sentence by the key that stands in a remark.

    Examples
    --------
    >>> sentences()["step high"]
    'a step too high'

    Raises
    ------
    DamagedData
        If `remarks.toml` is not what it should be.
    """
    return dict(read_table(str(_FILE))["sentence"])


Value = int | str | Pitch | Interval | Fraction | Key


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence by its key, its values, and the place it is about, in the truth.

    `bar` counts from the first full one, 0 is the upbeat; `note` counts the notes that
    begin in it. Both are None for a remark on the whole.
    """

    key: str
    values: tuple[tuple[str, Value], ...] = ()
    bar: int | None = None
    note: int | None = None

    def text(self, language: Language | None = None) -> str:
        """Return the sentence in a language, English by default.

        Examples
        --------
        >>> Remark("length", (("written", Fraction(1, 4)), ("right", Fraction(3, 8))), 2, 1
        ...     ).text()
        'bar 2, note 1: a crotchet instead of a dotted crotchet'
        """
        language = language or Language()
        values = {name: _said(value, language) for name, value in self.values}
        fault = language.text(sentences()[self.key], **values)
        if self.bar is None or self.note is None:
            return fault
        place = sentences()["place" if self.bar else "upbeat"]
        where = language.text(place, bar=self.bar, note=self.note)
        return language.text(sentences()["at"], place=where, fault=fault)


def _said(value: Value, language: Language) -> object:
    if isinstance(value, Pitch):
        return language.pitch(value)
    if isinstance(value, Interval):
        return language.word(value.name)
    if isinstance(value, Key):
        return language.key(value)
    if isinstance(value, Fraction):
        return language.word(duration_name(value))
    return value
