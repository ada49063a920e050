"""A sheet over several levels is several requests: one for each level."""

from dataclasses import replace
from itertools import takewhile

from etudes.errors import InvalidValue
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.sheet.layout import Layout

_OF_A_SERIES = (1, 8)
_MOST_EXERCISES = 400


def chapters(request: Request, layout: Layout) -> tuple[Request, ...]:
    """Return the requests of a sheet, one a level: of most kinds there is one alone.

    A series has one exercise a level, of levels 1 to 8 unless the layout tells others.

    Raises
    ------
    InvalidValue
        If levels are asked for that the kind does not have, or a book grows too thick.

    Examples
    --------
    >>> series = chapters(Request(1, "flute", 7), Layout("series", levels=(2, 4)))
    >>> [(one.level, one.count) for one in series]
    [(2, 1), (3, 1), (4, 1)]
    """
    if layout.kind not in ("series", "book"):
        if layout.levels is not None:
            raise InvalidValue(
                "several levels go with --sheet series or book; of a "
                f"{layout.kind} one --level was expected"
            )
        return (request,)
    one_level = (request.level, request.level)
    low, high = layout.levels or (_OF_A_SERIES if layout.kind == "series" else one_level)
    count = (request.count or 1) if layout.kind == "series" else request.count
    asked = (high - low + 1) * (count or 1)
    if asked > _MOST_EXERCISES:
        raise InvalidValue(
            f"a sheet of at most {_MOST_EXERCISES} exercises was expected, not {asked}"
        )
    return tuple(
        replace(request, level=level, count=count) for level in range(low, high + 1)
    )


def with_motif(request: Request, first: Melody) -> Request:
    """Return a request whose exercises begin as another melody does: with its first bar.

    Key and metre stay too, for a motif is known by them.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> minims = [(Pitch.parse(name), Fraction(1, 2)) for name in ("D4", "E4", "F#4", "D4")]
    >>> tune = Melody.from_events(Key.parse("D"), TimeSignature(4, 4), minims)
    >>> with_motif(Request(2, "violin", 7), tune).rules
    ('opening: D4 1/2 E4 1/2',)
    """
    bar = first.time_signature.measure_duration
    opening = takewhile(lambda event: event.onset + event.duration <= bar, first.events())
    words = [
        f"{event.pitch or 'r'} {event.duration}" for event in opening if event.onset >= 0
    ]
    return replace(
        request,
        key=first.key,
        time_signature=first.time_signature,
        pickup=False,
        rules=(*(request.rules or ()), f"opening: {' '.join(words)}"),
    )
