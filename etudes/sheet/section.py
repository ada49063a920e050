"""A part of a sheet: exercises for one instrument, with what stands over them."""

from dataclasses import dataclass

from etudes.errors import InvalidValue
from etudes.item.item import Item
from etudes.tables.instruments import Instrument
from etudes.words import Language


@dataclass(frozen=True, slots=True)
class Section:
    """Exercises in their order.

    Attributes
    ----------
    heading : what stands over them in words; None is their level, where the kind of
        sheet has headings.
    tip : one sentence under the heading; None for none.

    Raises
    ------
    InvalidValue
        If there are no exercises, or one is for another instrument.
    """

    instrument: Instrument
    items: tuple[Item, ...]
    heading: str | None = None
    tip: str | None = None

    def __post_init__(self) -> None:
        if not self.items:
            raise InvalidValue("a section holds at least one exercise; none was given")
        for item in self.items:
            if item.instrument != self.instrument.name:
                raise InvalidValue(
                    f"exercises for {self.instrument.name} were expected, not for "
                    f"{item.instrument}; make another section for them"
                )

    @property
    def levels(self) -> tuple[int, ...]:
        """The levels asked for, lowest first, each once."""
        return tuple(sorted({item.level_asked for item in self.items}))


def tip_of(feature: str, language: Language) -> str | None:
    """Return what helps with a focus, by its `feature` (`etudes.focus.Focus.feature`).

    None where there is nothing to say that helps.

    Examples
    --------
    >>> tip_of("dotted", Language("en"))
    'Feel the quavers through every dotted note.'
    """
    tips = {
        "interval": language.text("Hear each interval in your mind before you play it."),
        "value": language.text("Keep the beat steady; count aloud before you begin."),
        "dotted": language.text("Feel the quavers through every dotted note."),
        "syncopated": language.text("Tap the beat with your foot; play between the taps."),
        "tied": language.text("Count through the tie; do not play the second note again."),
        "rest": language.text("Count the rests as carefully as the notes."),
        "altered": language.text("Look for the accidentals before you begin."),
        "chromatic": language.text("Look for the accidentals before you begin."),
        "scale": language.text("Read scales as one line, not note by note."),
        "arpeggio": language.text("See the chord before you play its notes."),
        "finger": language.text("Prepare each finger before you need it."),
        "demand": language.text("Go slowly enough to prepare every move."),
        "compound": language.text("Feel the long beats, each in three."),
        "upbeat": language.text("Count the missing beats before you begin."),
        "key": language.text("Play the scale before you begin."),
    }
    return tips.get(feature)
