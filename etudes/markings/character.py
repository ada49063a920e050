"""Calm or bright: what an exercise's tempo word already says about it."""

from dataclasses import dataclass

from etudes.markings.line import Line
from etudes.markings.tables import table


@dataclass(frozen=True, slots=True)
class Character:
    """The mood of an exercise: "calm", "bright", or "" where either would do; and the
    tempo word that says so."""

    mood: str = ""
    word: str = ""

    def suits(self, mood: str) -> bool:
        """Tell whether a sign of some mood contradicts nothing.

        Examples
        --------
        >>> Character("calm").suits("bright"), Character("").suits("bright")
        (False, True)
        """
        return not mood or not self.mood or mood == self.mood


def character_of(line: Line) -> Character:
    """Return the mood of the level's word for this tempo."""
    words = line.level.tempo_words
    word = words[min(len(words) - 1, int(line.pace * len(words)))]
    moods = table("character")
    mood = next((m for m in ("calm", "bright") if word in moods[m]), "")
    return Character(mood, word)
