"""A file for each family of kinds; each maker yields the questions that are asked for."""

from collections.abc import Callable, Iterator

from etudes.listening.ask import Ask
from etudes.listening.made import Made
from etudes.listening.questions.altered import find_error, same_different
from etudes.listening.questions.cadences import cadences
from etudes.listening.questions.changes import changes
from etudes.listening.questions.degrees import degrees
from etudes.listening.questions.dictation import dictation, playback, rhythm
from etudes.listening.questions.endings import completion
from etudes.listening.questions.intervals import intervals
from etudes.listening.questions.metres import metres
from etudes.listening.questions.modes import modes
from etudes.listening.questions.notes import highest, tonic
from etudes.listening.questions.scores import which_score
from etudes.listening.questions.shapes import contours

MAKERS: dict[str, Callable[[Ask], Iterator[Made]]] = {
    "dictation": dictation,
    "rhythm": rhythm,
    "same-different": same_different,
    "which-score": which_score,
    "find-error": find_error,
    "contour": contours,
    "completion": completion,
    "interval": intervals,
    "degree": degrees,
    "mode": modes,
    "metre": metres,
    "cadence": cadences,
    "change": changes,
    "playback": playback,
    "highest": highest,
    "tonic": tonic,
}
"""By the names of `kinds.toml`."""
