"""The same tune in other note values, as another collector would have written it.

Ryan writes reels in 2/4 and semiquavers, O'Neill in 2/2 and quavers. A model that sees each
both ways learns from either for the other.
"""

from dataclasses import replace

from etudes.encoding.events import EventArrays
from etudes.theory import TimeSignature

_FORMS = {"2/4": ("2/2", 2, 1), "2/2": ("2/4", 1, 2), "4/4": ("2/4", 1, 2)}
"""Metre: the other metre, and what the values are multiplied and divided by."""


def renotated(line: EventArrays) -> EventArrays | None:
    """Return a line in the other metre and values; None where there is no such form.

    Bars stay bars. Nothing is rounded: a line with a value that has no half on the grid of
    ticks has no form in halved values.
    """
    form = _FORMS.get(str(line.time_signature))
    if form is None:
        return None
    metre, times, parts = form
    if (line.ticks % parts).any() or line.pickup % parts:
        return None
    return replace(
        line,
        ticks=line.ticks * times // parts,
        pickup=line.pickup * times // parts,
        time_signature=TimeSignature.parse(metre),
    )
