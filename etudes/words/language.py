"""A language of the printed words: catalogues of gettext, and names of keys.

The English words are the message ids; a message that a catalogue lacks stays English.
"""

import gettext
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etudes.errors import UnknownName
from etudes.tables.instruments import Instrument
from etudes.theory import Key, Pitch
from etudes.theory.names import key_name, note_name

LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "it": "Italiano",
    "zh": "中文",
    "ja": "日本語",
}
"""Each language by its code, under its own name."""

_IN_ENGLISH = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "zh": "Chinese",
    "ja": "Japanese",
}

_BETWEEN = {"zh": "、", "ja": "、"}
"""What stands between the members of a list; elsewhere a comma."""
_WITHOUT_SPACES = ("zh", "ja")

_CATALOGUES = Path(__file__).parent / "catalogues"


@dataclass(frozen=True, slots=True)
class Language:
    """One of `LANGUAGES`.

    Raises
    ------
    UnknownName
        If the code is no key of `LANGUAGES`.

    Examples
    --------
    >>> Language("en").text("Level {number}", number=3)
    'Level 3'
    """

    code: str = "en"

    def __post_init__(self) -> None:
        if self.code not in LANGUAGES:
            raise UnknownName(
                f"a language among {', '.join(LANGUAGES)} was expected, not '{self.code}'"
            )

    @property
    def english_name(self) -> str:
        """What the language is called in English.

        Examples
        --------
        >>> Language("de").english_name
        'German'
        """
        return _IN_ENGLISH[self.code]

    def text(self, english: str, **values: object) -> str:
        """Return the words in this language, with values put in for `{names}`."""
        return _catalogue(self.code).gettext(english).format(**values)

    def plural(self, one: str, many: str, count: int) -> str:
        """Return the words for so many of a thing; `{count}` in them is the number."""
        return _catalogue(self.code).ngettext(one, many, count).format(count=count)

    def word(self, english: str) -> str:
        """Return a name from a table in this language: of a tempo, a focus, a level.

        Unlike `text` it fills nothing in, so that a teacher's own words may hold braces;
        what no catalogue knows stays as it is.

        Examples
        --------
        >>> Language("de").word("Slowly"), Language("de").word("Andante")
        ('Langsam', 'Andante')
        """
        return _catalogue(self.code).gettext(english) if english else ""

    def listed(self, words: Iterable[str]) -> str:
        """Return words as a list.

        Examples
        --------
        >>> [Language(code).listed(["2", "3"]) for code in ("de", "ja")]
        ['2, 3', '2、3']
        """
        return _BETWEEN.get(self.code, ", ").join(words)

    def running(self, sentences: Iterable[str]) -> str:
        """Return whole sentences one after the other.

        Examples
        --------
        >>> Language("zh").running(["很好。", "很清楚。"])
        '很好。很清楚。'
        """
        return ("" if self.code in _WITHOUT_SPACES else " ").join(sentences)

    def instrument(self, instrument: Instrument) -> str:
        """Return the instrument's name as it stands on a page.

        Examples
        --------
        >>> from etudes.tables import instrument
        >>> Language("it").instrument(instrument("violin"))
        'Violino'
        """
        return self.word(instrument.label)

    def key(self, key: Key) -> str:
        """Return the key's name; `Key.parse` reads it again.

        Examples
        --------
        >>> [Language(code).key(Key.parse("Bb")) for code in ("en", "de", "fr", "ja")]
        ['B flat major', 'B-Dur', 'si bémol majeur', '変ロ長調']
        """
        if self.code == "en":
            tonic = note_name(key.step, key.alter, self.code)
            return f"{tonic} {key.mode}"
        return key_name(key.step, key.alter, key.mode, self.code)

    def pitch(self, pitch: Pitch) -> str:
        """Return what a note is called, without its octave.

        Examples
        --------
        >>> f_sharp = Pitch.parse("F#4")
        >>> [Language(code).pitch(f_sharp) for code in ("en", "de", "es", "zh")]
        ['F sharp', 'Fis', 'fa sostenido', '升F']
        """
        return note_name(pitch.step, pitch.alter, self.code)


def msgid(english: str) -> str:
    """Return a text as it stands; so marked, it is in the catalogues, and `Language.word`
    says it in another language.

    Examples
    --------
    >>> msgid("A moment, please")
    'A moment, please'
    """
    return english


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    return gettext.translation("etudes", _CATALOGUES, [code], fallback=True)
