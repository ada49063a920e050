"""The signs that stand at the notes of a melody, as values.

A *place* is the index of a written note or rest, counted from 0 through the whole melody:
a tied note has as many places as it has heads.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from etudes.errors import InvalidValue
from etudes.melody import Melody, Note, Rest

DYNAMICS = ("ppp", "pp", "p", "mp", "mf", "f", "ff", "fff", "fp", "sfz")
ARTICULATIONS = ("staccato", "tenuto", "accent", "marcato")
BOWS = ("down", "up")

_TEXTS: dict[str, tuple[str, ...] | None] = {
    "dynamic": DYNAMICS,
    "articulation": ARTICULATIONS,
    "bow": BOWS,
    "fermata": ("",),
    "breath": ("",),
    "reminder": ("",),
    "finger": None,
    "string": None,
    "position": None,
    "word": None,
}
_ON_RESTS = ("dynamic", "word")
_LONGEST_TEXT = 40

SPANS = ("phrase", "slur", "crescendo", "diminuendo", "octave up", "octave down")
_HAIRPINS = ("crescendo", "diminuendo")
_OCTAVES = ("octave up", "octave down")


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign at one note: its kind, and which of the kind.

    | kind | text |
    |---|---|
    | dynamic | one of `DYNAMICS`, in force from this place on |
    | articulation | one of `ARTICULATIONS` |
    | bow | "down" or "up" |
    | fermata | "" |
    | breath | "": a breath after this note |
    | reminder | "": the note's accidental is printed though the bar's rule needs none |
    | finger, string, position | what is printed: "2", "II", "3rd pos." |
    | word | what is printed: "dolce", "pizz.", "arco", "rit.", "a tempo" |

    Raises
    ------
    InvalidValue
        If the place is negative, or the kind or its text is unknown.
    """

    place: int
    kind: str
    text: str = ""

    def __post_init__(self) -> None:
        if self.place < 0:
            raise InvalidValue(f"a mark's place is 0 or more, not {self.place}")
        if self.kind not in _TEXTS:
            raise InvalidValue(
                f"a mark's kind is one of {', '.join(_TEXTS)}, not '{self.kind}'"
            )
        texts = _TEXTS[self.kind]
        if texts is None and not 0 < len(self.text) <= _LONGEST_TEXT:
            raise InvalidValue(
                f"a {self.kind} of 1 to {_LONGEST_TEXT} letters was expected, not "
                f"{len(self.text)}"
            )
        if texts is not None and self.text not in texts:
            raise InvalidValue(
                f"a {self.kind} among {', '.join(texts) or 'none'} was expected, not "
                f"'{self.text}'"
            )


@dataclass(frozen=True, slots=True)
class Span:
    """A sign from one note to another, both included; `kind` is one of `SPANS`.

    A phrase is not printed: it says where slurs, breaths and hairpins come from. A hairpin
    ends where the dynamic that follows it stands, or with its last note.

    Raises
    ------
    InvalidValue
        If the kind is unknown or the span does not go forward.
    """

    first: int
    last: int
    kind: str

    def __post_init__(self) -> None:
        if self.kind not in SPANS:
            raise InvalidValue(
                f"a span's kind is one of {', '.join(SPANS)}, not '{self.kind}'"
            )
        if not 0 <= self.first <= self.last:
            raise InvalidValue(
                f"a {self.kind} goes forward from place 0 or more; "
                f"{self.first} to {self.last} does not"
            )

    @property
    def is_long(self) -> bool:
        """Whether it goes from one note to another."""
        return self.first < self.last


@dataclass(frozen=True, slots=True)
class Markings:
    """All signs of a melody, in the order of their places.

    Examples
    --------
    >>> signs = Markings((Mark(0, "dynamic", "mf"),), (Span(0, 3, "slur"),))
    >>> [mark.text for mark in signs.at(0)], signs.of("slur")[0].last
    (['mf'], 3)
    """

    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        in_order = sorted(
            self.marks, key=lambda mark: (mark.place, [*_TEXTS].index(mark.kind))
        )
        object.__setattr__(self, "marks", tuple(in_order))
        spans = sorted(self.spans, key=lambda span: (span.first, span.last, span.kind))
        object.__setattr__(self, "spans", tuple(spans))

    def at(self, place: int) -> tuple[Mark, ...]:
        """Return the marks at a place."""
        return tuple(mark for mark in self.marks if mark.place == place)

    def of(self, *kinds: str) -> tuple[Span, ...]:
        """Return the spans of some kinds, first to last."""
        return tuple(span for span in self.spans if span.kind in kinds)

    def fits(self, melody: Melody) -> None:
        """Check that the signs can stand at the notes of this melody.

        Raises
        ------
        InvalidValue
            If a place lies outside the melody; a sign of a note stands at a rest; a slur
            does not lead from one note to another; a breath stands inside a tie, or an
            octave line begins or ends there; two slurs, two hairpins, two phrases or two
            octave lines overlap, or a hairpin of one note shares it with another; a note
            has two dynamics, two bows or two fingers.
        """
        for problem in self._problems(melody):
            raise InvalidValue(problem)

    def _problems(self, melody: Melody) -> Iterator[str]:
        notes = [note for measure in melody.measures for note in measure.notes]
        signs: tuple[Mark | Span, ...] = (*self.marks, *self.spans)
        for sign in signs:
            last = sign.last if isinstance(sign, Span) else sign.place
            if last >= len(notes):
                yield f"the melody has {len(notes)} places; a {sign.kind} stands at {last}"
                return
        seen: set[tuple[int, str]] = set()
        for mark in self.marks:
            if mark.kind not in _ON_RESTS and not isinstance(notes[mark.place], Note):
                yield f"a {mark.kind} stands at a note; at place {mark.place} is a rest"
            single = mark.kind not in ("articulation", "word")
            if single and (mark.place, mark.kind) in seen:
                yield f"one {mark.kind} stands at a note; place {mark.place} has two"
            seen.add((mark.place, mark.kind))
            if mark.kind == "breath" and _is_tied(notes[mark.place]):
                yield f"a breath follows a whole note; at place {mark.place} is a tie"
        for slur in self.of("slur"):
            between = notes[slur.first : slur.last + 1]
            if slur.first == slur.last or not all(isinstance(n, Note) for n in between):
                yield f"a slur joins notes; from {slur.first} to {slur.last} it does not"
        yield from self._octaves_inside_ties(notes)
        for kinds in (("slur",), _HAIRPINS, ("phrase",), _OCTAVES):
            for one, following in pairwise(self.of(*kinds)):
                # the first of two hairpins ends where the second begins
                can_meet = kinds == _HAIRPINS and one.is_long and following.is_long
                if following.first < one.last + (not can_meet):
                    yield (
                        f"two of {' and '.join(kinds)} overlap: {one.first} to {one.last} "
                        f"and {following.first} to {following.last}"
                    )

    def _octaves_inside_ties(self, notes: Sequence[Note | Rest]) -> Iterator[str]:
        for line in self.of(*_OCTAVES):
            into, out = notes[: line.first][-1:], notes[line.last : line.last + 1]
            if any(map(_is_tied, (*into, *out))):
                yield (
                    f"an {line.kind} line holds whole notes; from {line.first} to "
                    f"{line.last} it begins or ends inside a tie"
                )


def _is_tied(note: Note | Rest) -> bool:
    return isinstance(note, Note) and note.tied


NONE = Markings()
"""No signs at all."""
