"""How much of a feature a melody holds, and which feature a focus means."""

from collections.abc import Callable

from etudes.focus.features import (
    NOTHING,
    RESTS,
    Feature,
    in_arpeggio,
    in_scale,
    is_altered,
    is_chord_step,
    is_chromatic,
    is_dotted,
    is_one_of,
    is_step,
    is_syncopated,
    is_tied,
    of_demands,
    of_figures,
    of_finger,
    of_items,
    of_moves,
    of_tones,
    of_values,
)
from etudes.focus.table import Focus
from etudes.melody import Melody
from etudes.technique import technique_of


def share(focus: Focus, melody: Melody, instrument_name: str) -> float:
    """Return the share, 0 to 1, of a melody's units that show the feature.

    The melody is in written pitch for the instrument. One without a unit (an interval
    where there is one note) has the share 0.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.focus.table import focus
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> line = [(Pitch.parse(p), Fraction(1, 4)) for p in ("C4", "E4", "D4", "B3", "C4")]
    >>> melody = Melody.from_events(Key.parse("C"), TimeSignature(4, 4), line)
    >>> share(focus("thirds"), melody, "flute")
    0.5
    """
    marks = feature_of(focus, instrument_name).marks(melody)
    return sum(marks) / max(len(marks), 1)


def feature_of(focus: Focus, instrument_name: str) -> Feature:
    """Return the feature that a focus means on an instrument."""
    return _FEATURES[focus.feature](focus, instrument_name)


def _of_demands(focus: Focus, instrument_name: str) -> Feature:
    technique = technique_of(instrument_name)
    return of_demands(technique, frozenset(focus.demands)) if technique else NOTHING


def _of_finger(focus: Focus, instrument_name: str) -> Feature:
    technique = technique_of(instrument_name)
    return of_finger(technique, focus.finger, focus.stretch) if technique else NOTHING


_FEATURES: dict[str, Callable[[Focus, str], Feature]] = {
    "interval": lambda focus, _: of_moves(is_one_of(focus.intervals)),
    "value": lambda focus, _: of_values(lambda _metre, _place, d: d in focus.values),
    "dotted": lambda *_: of_values(is_dotted),
    "syncopated": lambda *_: of_values(is_syncopated),
    "tied": lambda *_: of_values(is_tied),
    "rest": lambda *_: RESTS,
    "altered": lambda *_: of_tones(is_altered),
    "chromatic": lambda *_: of_tones(is_chromatic),
    "scale": lambda *_: of_figures(in_scale, is_step),
    "arpeggio": lambda *_: of_figures(in_arpeggio, is_chord_step),
    "demand": _of_demands,
    "finger": _of_finger,
    "compound": lambda focus, _: of_items(lambda m: focus.admits(m.time_signature)),
    "upbeat": lambda *_: of_items(lambda melody: melody.pickup > 0),
    "key": lambda focus, _: of_items(lambda melody: melody.key == focus.key),
}
