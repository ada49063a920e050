"""Whether one question of a test gives another one away."""

from dataclasses import dataclass

from etudes.listening.passage import sound_of
from etudes.listening.question import Question
from etudes.melody import Melody

Line = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Music:
    """What questions have in them that others must not have.

    Attributes
    ----------
    tunes : what is heard or printed, as sounds.
    printed : the rhythms that are printed, or heard as an option.
    dictated : the rhythms that are to be written down.
    """

    tunes: frozenset[Line] = frozenset()
    printed: frozenset[Line] = frozenset()
    dictated: frozenset[Line] = frozenset()

    def meets(self, other: "Music") -> bool:
        """Whether a tune stands in both, or a rhythm that one dictates is printed in the
        other or dictated there too."""
        return bool(
            self.tunes & other.tunes
            or self.dictated & (other.printed | other.dictated)
            or other.dictated & self.printed
        )

    def with_more(self, other: "Music") -> "Music":
        """Return the music of both."""
        return Music(
            self.tunes | other.tunes,
            self.printed | other.printed,
            self.dictated | other.dictated,
        )


def music_of(question: Question) -> Music:
    """Return what of a question would give another one away.

    Of single notes and of chords there are few, and they give nothing away.
    """
    heard = [passage.melody for passage in question.heard if len(passage.voices) == 1]
    seen = [question.printed] if question.printed else []
    seen += [option.passage.melody for option in question.options if option.passage]
    dictated = [question.answer] if isinstance(question.answer, Melody) else []
    lines = {sound_of(line) for line in (*heard, *seen) if len(line.pitches) > 2}
    return Music(
        frozenset(lines),
        frozenset(map(_rhythm, seen)),
        frozenset(map(_rhythm, dictated)) if question.kind == "rhythm" else frozenset(),
    )


def _rhythm(melody: Melody) -> Line:
    return tuple((onset, length) for onset, length, _ in sound_of(melody))
