"""Keys and notes have the names that each country's musicians use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.theory import MODES, Key, Pitch
from etudes.words import LANGUAGES, Language

keys = st.builds(Key.from_fifths, st.integers(-7, 7), st.sampled_from(MODES))
codes = st.sampled_from(sorted(LANGUAGES))


@given(keys, codes)
def test_every_key_is_read_from_its_name(key: Key, code: str) -> None:
    """What a page prints can be typed in again, in capitals or small letters too."""
    name = Language(code).key(key)

    assert Key.parse(name) == key
    if code != "en":
        assert Key.parse(name.upper()) == Key.parse(f"  {name.lower()} ") == key


@given(codes)
def test_no_two_keys_share_a_name(code: str) -> None:
    """A name means one key."""
    every = [Key.from_fifths(fifths, mode) for fifths in range(-7, 8) for mode in MODES]

    assert len({Language(code).key(key) for key in every}) == len(every)


@pytest.mark.parametrize(
    ("code", "english", "name"),
    [
        ("en", "D major", "D major"),
        ("de", "D major", "D-Dur"),
        ("de", "D minor", "d-Moll"),
        ("de", "B minor", "h-Moll"),
        ("de", "Bb major", "B-Dur"),
        ("de", "Eb major", "Es-Dur"),
        ("de", "F# minor", "fis-Moll"),
        ("fr", "D major", "ré majeur"),
        ("fr", "Bb minor", "si bémol mineur"),
        ("es", "G major", "Sol mayor"),
        ("es", "C# minor", "Do sostenido menor"),
        ("it", "F# minor", "Fa diesis minore"),
        ("zh", "Bb major", "降B大调"),
        ("zh", "B minor", "b小调"),
        ("ja", "B minor", "ロ短調"),
        ("ja", "Bb major", "変ロ長調"),
        ("ja", "F# minor", "嬰ヘ短調"),
    ],
)
def test_a_key_is_called(code: str, english: str, name: str) -> None:
    """By the names of the schools."""
    assert Language(code).key(Key.parse(english)) == name


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("H-Moll", "B minor"),
        ("B-Dur", "Bb major"),
        ("b moll", "Bb minor"),
        ("B", "B major"),
        ("B minor", "B minor"),
        ("re mineur", "D minor"),
        ("ut majeur", "C major"),
        ("Si♭ minore", "Bb minor"),
        ("Sib maggiore", "Bb major"),
        ("fa# mineur", "F# minor"),
        ("bB大调", "Bb major"),
        ("升f小調", "F# minor"),
        ("ト長調", "G major"),
        ("d-dorisch", "D dorian"),
    ],
)
def test_other_spellings_are_read(typed: str, english: str) -> None:
    """The German B is B flat; elsewhere B alone is English."""
    assert Key.parse(typed) == Key.parse(english)


@pytest.mark.parametrize("typed", ["H", "re", "gis-dur-moll", "長調", "ré", "Gis-Dur"])
def test_what_is_no_key_is_refused(typed: str) -> None:
    """Among them G sharp major, with its eight sharps."""
    with pytest.raises(InvalidValue):
        Key.parse(typed)


def test_notes_are_named_without_their_octave() -> None:
    """F sharp and B flat, from English to Japanese."""
    sharp, flat = Pitch.parse("F#4"), Pitch.parse("Bb2")

    assert [Language(code).pitch(sharp) for code in LANGUAGES] == [
        "F sharp",
        "Fis",
        "fa dièse",
        "fa sostenido",
        "fa diesis",
        "升F",
        "ファ♯",
    ]
    assert Language("de").pitch(flat) == "B"
    assert Language("de").pitch(Pitch.parse("B2")) == "H"
