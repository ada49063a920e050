"""A sentence on what is wrong with an answer, for whoever wrote it.

A remark keeps its English sentence and the values in it apart, so that `Language` can say
it in another language: `SENTENCES` are what a catalogue would hold.
"""

from dataclasses import dataclass
from fractions import Fraction

from etudes.theory import Interval, Key, Pitch, duration_name
from etudes.words import Language

SENTENCES = {
    "nothing": "nothing is written",
    "concert pitch": "all of it is written at concert pitch",
    "octave high": "all of it is an octave too high",
    "octave low": "all of it is an octave too low",
    "whole high": "all of it is too high, by the interval of a {interval}",
    "whole low": "all of it is too low, by the interval of a {interval}",
    "clef high": "all of it is {count} steps too high: was it written in another clef?",
    "clef low": "all of it is {count} steps too low: was it written in another clef?",
    "signature": "the key signature is that of {written}, not of {right}",
    "metre": "the metre is {written}, not {right}",
    "unfilled": "bar {bar} of the answer does not fill",
    "late": "all of it comes late, by a {length}",
    "early": "all of it comes early, by a {length}",
    "late from": "from here on all comes late, by a {length}",
    "early from": "from here on all comes early, by a {length}",
    "bar missing": "bar {bar} is missing",
    "missing": "this note is missing",
    "extra": "after it comes one note too many",
    "extras": "after it come {count} notes too many",
    "extra first": "before the first note there is one too many",
    "step high": "a step too high",
    "step low": "a step too low",
    "steps high": "{count} steps too high",
    "steps low": "{count} steps too low",
    "note octave high": "an octave too high",
    "note octave low": "an octave too low",
    "accidental": "{written} instead of {right}",
    "spelling": "{written} sounds right, but {right} is how it is spelled",
    "length": "a {written} instead of a {right}",
    "cut short": "cut short by a rest: a {written} instead of a {right}",
    "place": "bar {bar}, note {note}",
    "upbeat": "upbeat, note {note}",
    "at": "{place}: {fault}",
}
"""Each sentence by the key that stands in a remark."""

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
        fault = language.text(SENTENCES[self.key], **values)
        if self.bar is None or self.note is None:
            return fault
        place = SENTENCES["place" if self.bar else "upbeat"]
        where = language.text(place, bar=self.bar, note=self.note)
        return language.text(SENTENCES["at"], place=where, fault=fault)


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
