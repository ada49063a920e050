"""Engraving: LilyPond source in, pages as PDF, SVG or PNG out.

LilyPond is a separate program, run here and nowhere else: with an argument list, in a
process group and an empty folder of its own, with a short environment, a time limit and
limits on memory, processor time and file size, inside bubblewrap where that works. Its
Cairo backend makes all formats and leaves Ghostscript out. What it makes is kept, so
that the same source is not engraved twice.
"""

from etudes.engraving.engraver import (
    FORMATS,
    Engraver,
    engrave,
    engrave_sheets,
    start,
)
from etudes.engraving.pages import Pages
from etudes.engraving.program import lilypond_command, lilypond_version
from etudes.engraving.run import TIMEOUT_SECONDS
from etudes.engraving.sandbox import sandbox_state

__all__ = [
    "FORMATS",
    "TIMEOUT_SECONDS",
    "Engraver",
    "Pages",
    "engrave",
    "engrave_sheets",
    "lilypond_command",
    "lilypond_version",
    "sandbox_state",
    "start",
]
