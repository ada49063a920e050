"""The signs at a note in LilyPond's words.

Words and fingers reach LilyPond only as quoted strings; every other sign is looked up in
a table, so that no text of a mark is ever code.
"""

import re
from collections.abc import Iterator
from fractions import Fraction

from etudes.theory import note_value
from etudes.writing.signs import OCTAVES, Signs, stands_above, swell_of
from etudes.writing.text import LyStr, ly_string

_ARTICULATIONS = {"staccato": "-.", "tenuto": "--", "accent": "->", "marcato": "-^"}
_BOWS = {"down": "\\downbow", "up": "\\upbow"}
_HAIRPINS = {"crescendo": "\\<", "diminuendo": "\\>"}
_DYNAMICS = {
    name: f"\\{name}"
    for name in ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "fp", "sfz")
}
_ONE_FIGURE = re.compile(r"[0-9]")


def before(sign: Signs, duration: Fraction) -> str:
    """Return what stands before the note: the beginning of an octave line; and, where a
    hairpin has one note only, when in that note it ends.

    Parameters
    ----------
    duration : the note's length, as a fraction of a whole note.
    """
    said = ""
    if sign.octave_begins:
        said += f"\\ottava #{OCTAVES[sign.octave_begins]} "
    if sign.hairpin_begins and _is_of_one_note(sign):
        said += f"\\after {_most_of(duration)} \\! "
    return said


def after(sign: Signs) -> str:
    """Return what is attached to the note."""
    return "".join(_after(sign))


def then(sign: Signs) -> str:
    """Return what follows the note: a breath, the end of an octave line."""
    breath = " \\breathe" if sign.has("breath") else ""
    return breath + (" \\ottava #0" if sign.octave_ends else "")


def _after(sign: Signs) -> Iterator[str]:
    yield from (_ARTICULATIONS[text] for text in sign.of("articulation"))
    yield from (_BOWS[text] for text in sign.of("bow"))
    yield from ("\\fermata" for _ in sign.of("fermata"))
    yield from (_finger(text) for text in sign.of("finger"))
    yield from (_string(text) for text in sign.of("string"))
    yield from (f"^\\markup \\small {ly_string(text)}" for text in sign.of("position"))
    swells = [text for text in sign.of("word") if swell_of(text)]
    yield from (_word(text) for text in sign.of("word") if text not in swells)
    if sign.hairpin_ends and not _is_of_one_note(sign):
        yield "\\!"
    if swells:
        yield _swelling(sign.text("dynamic"), swells[0])
    else:
        yield from (_DYNAMICS[text] for text in sign.of("dynamic"))
    yield _HAIRPINS.get(sign.hairpin_begins, "")
    yield ")" * sign.slur_ends + "(" * sign.slur_begins


def _is_of_one_note(sign: Signs) -> bool:
    """Whether the hairpin that begins here also ends here.

    Where one ends and another begins, the first stops where the note begins.
    """
    ends = sign.hairpin_ends
    return bool(sign.hairpin_begins) and ends is not None and ends.reaches_over


def _finger(text: str) -> str:
    if _ONE_FIGURE.fullmatch(text):
        return f"^{text}"
    return f"^\\markup \\teeny {ly_string(text)}"


def _string(text: str) -> str:
    """A figure stands in a circle, as for the guitar; a name or a Roman number does not."""
    if _ONE_FIGURE.fullmatch(text) and text != "0":
        return f"^\\{text}"
    return f"^\\markup \\small {ly_string(text)}"


def _word(text: str) -> LyStr:
    # "-" is below, and above for a voice, whose words stand under the staff
    direction = "^" if stands_above(text) else "-"
    return LyStr(f"{direction}\\markup \\italic {ly_string(text)}")


def _swelling(dynamic: str, word: str) -> LyStr:
    """Return "cresc." on the line of the dynamics, behind the one at the same note."""
    before = f'#:dynamic "{dynamic}" ' if dynamic in _DYNAMICS else ""
    said = f"(markup {before}#:normal-text #:italic {ly_string(word)})"
    return LyStr(f"-#(make-dynamic-script {said})")


def _most_of(duration: Fraction) -> str:
    """Three quarters of a length; the plain value where a tuplet shortens what it holds."""
    value = note_value(duration)
    plain = duration * Fraction(*value.tuplet) if value and value.tuplet else duration
    return f"1*{plain * 3 / 4}"
