"""The signs at a note in ABC: decorations and annotations.

Source: abcnotation.com/wiki/abc:standard:v2.1, sections 4.14 and 4.19. The marcato is not
in it, but its readers know it; a decoration that a program does not know it leaves out.
Octave lines are left out here: nothing says whether the notes under one are written where
they sound, and programs differ. All notes stand where they sound.
"""

import re
from collections.abc import Iterator

from etudes.writing.signs import Signs, stands_above
from etudes.writing.text import printable

_ARTICULATIONS = {
    "staccato": ".",
    "tenuto": "!tenuto!",
    "accent": "!accent!",
    "marcato": "!marcato!",
}
_FINGER = re.compile(r"[0-5]")
_UNKNOWN_DYNAMICS = ("fp",)
"""Dynamics that the standard has no decoration for; they are written as words."""


def decorations(sign: Signs, side: str) -> Iterator[str]:
    """Yield what stands before the note or rest, in the standard's order.

    A hairpin ends at its last note.

    Parameters
    ----------
    side : "^" (above) or "_" (below): where words that go with the dynamics stand.
    """
    for text in (*sign.of("position"), *sign.of("string")):
        yield quoted(text, "^")
    for text in sign.of("word"):
        yield quoted(text, "^" if stands_above(text) else side)
    yield from _hairpins(sign)
    for text in sign.of("dynamic"):
        yield quoted(text, side) if text in _UNKNOWN_DYNAMICS else f"!{text}!"
    for text in sign.of("finger"):
        yield f"!{text}!" if _FINGER.fullmatch(text) else quoted(text, "^")
    yield from (f"!{bow}bow!" for bow in sign.of("bow"))
    yield from ("!fermata!" for _ in sign.of("fermata"))
    yield from ("!breath!" for _ in sign.of("breath"))
    yield from (_ARTICULATIONS[text] for text in sorted(sign.of("articulation")))


def quoted(text: str, placement: str = "") -> str:
    """Return a text as an annotation that cannot be left: without marks of quotation,
    comments (%), escapes (\\\\) and HTML's entities (&).

    Examples
    --------
    >>> print(quoted('poco "a" 100 %', "^"))
    "^poco 'a' 100 "
    """
    said = printable(text).replace('"', "'")
    return f'"{placement}{re.sub(r"[%&$]", "", said.replace(chr(92), "/"))}"'


def _hairpins(sign: Signs) -> Iterator[str]:
    ends = sign.hairpin_ends
    one_note = bool(sign.hairpin_begins and ends and ends.reaches_over)
    if ends and not one_note:
        yield f"!{ends.kind})!"
    if sign.hairpin_begins:
        yield f"!{sign.hairpin_begins}(!"
    if ends and one_note:
        yield f"!{ends.kind})!"
