"""What is shared with the training music is found, whatever its key or its values."""

import json
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.corpus import TuneRow
from etudes.encoding.events import encode
from etudes.errors import DamagedData, InvalidValue
from etudes.evaluation.copying import copying
from etudes.melody import Melody
from etudes.originality.index import CopyIndex, index_of, read_index, write_index
from etudes.originality.report import by_corpus, by_index
from etudes.originality.sources import SourceLine, TrainingMusic, with_families
from etudes.originality.tokens import tokens, windows
from etudes.theory import Interval, Key, Pitch, TimeSignature

Events = list[tuple[Pitch | None, Fraction]]

AIR = melody(
    "4/4 G4:1/4 B4:1/8 A4:1/8 G4:1/4 D4:1/4 | E4:3/8 F#4:1/8 G4:1/2 | "
    "C5:1/4 B4:1/8 C5:1/8 D5:1/4 B4:1/4 | A4:1/4 E4:1/4 F#4:1/4 A4:1/4 | G4:1",
    "G major",
)
NOTES = [(event.pitch, event.duration) for event in AIR.events()]
PHRASE, SHORTER = NOTES[2:15], NOTES[2:14]
"""Thirteen notes in a row from the middle of the air, and twelve."""


def sung(events: Events, key: str = "C major") -> Melody:
    """Write pitches and lengths into bars of 4/4."""
    return Melody.from_events(Key.parse(key), TimeSignature(4, 4), events)


def within(phrase: Events) -> Melody:
    """Put a phrase between notes that neither the air nor a scale has."""
    strange = [(Pitch.parse("C#4"), Fraction(1, 16)), (Pitch.parse("A#5"), Fraction(1))]
    return sung([*strange, *phrase, *strange])


def moved(phrase: Events, interval: str = "m3", by: int = 2) -> Events:
    """Return a phrase in another key and longer values."""
    up = Interval.parse(interval)
    return [(pitch and pitch.transposed(up), duration * by) for pitch, duration in phrase]


def line(piece: Melody, family: str = "air", title: str = "An Air") -> SourceLine:
    row = TuneRow(family, "aird", "air", title, family, "train", 0, 0)
    return SourceLine(row, encode(piece))


def index(*pieces: Melody) -> CopyIndex:
    return index_of((f"family {i}", encode(piece)) for i, piece in enumerate(pieces))


def forbids(found: CopyIndex, piece: Melody) -> bool:
    """Ask the index about one melody, amid others that are not in it."""
    other = within(SHORTER)
    before, answer, after = found.are_copies([other, piece, other])
    assert not before and not after
    return answer


def shared(one: Melody, other: Melody) -> list[int]:
    """Return, by brute force, the longest run from each note of the first on."""

    def notes(piece: Melody) -> list[tuple[int, Fraction]]:
        sounding = [e for e in piece.events() if e.pitch]
        ends = [e.onset for e in sounding[1:]]
        last = max(e.onset + e.duration for e in piece.events())
        return [
            (e.pitch.midi, end - e.onset)
            for e, end in zip(sounding, [*ends, last], strict=True)
            if e.pitch
        ]

    def moves(piece: Melody) -> list[tuple[int, Fraction]]:
        return [(q - p, m / n) for (p, n), (q, m) in pairwise(notes(piece))]

    mine, theirs = moves(one), moves(other)
    found = []
    for i in range(len(mine)):
        most = 0
        for j in range(len(theirs)):
            n = 0
            while mine[i + n : i + n + 1] == theirs[j + n : j + n + 1] != []:
                n += 1
            most = max(most, n)
        found.append(most + 1)
    return found


NAMES = ("C4", "D4", "E4", "G4", "Bb4", "C5")
PITCHES = st.sampled_from([None, *map(Pitch.parse, NAMES)])
VALUES = st.sampled_from([Fraction(n, 16) for n in (1, 2, 3, 4, 8)])
LINES = (
    st.lists(st.tuples(PITCHES, VALUES), min_size=1, max_size=40)
    .filter(lambda events: any(pitch for pitch, _ in events))
    .map(sung)
)


@settings(deadline=None, max_examples=50)
@given(LINES, st.sampled_from(["M2", "m3", "P5", "A1", "-P4"]), st.integers(1, 4))
def test_neither_key_nor_values_matter(piece: Melody, interval: str, by: int) -> None:
    """A melody transposed and augmented has the same tokens."""
    events = [(e.pitch, e.duration) for e in piece.events()]
    up = Interval.parse(interval)
    other = sung([(p and p.transposed(up), d * by) for p, d in events])

    assert tokens(other).tolist() == tokens(piece).tolist()


@settings(deadline=None, max_examples=50)
@given(LINES)
def test_a_melody_and_its_arrays_have_the_same_tokens(piece: Melody) -> None:
    """What is drawn is compared with what was learnt."""
    assert tokens(encode(piece)).tolist() == tokens(piece).tolist()


def test_a_rest_belongs_to_the_note_before_it() -> None:
    """Staccato written with rests is the same phrase."""
    long = melody("4/4 C4:1/4 D4:1/4 E4:1/2")
    short = melody("4/4 C4:1/8 -:1/8 D4:1/16 -:3/16 E4:1/4 -:1/4")

    assert tokens(short).tolist() == tokens(long).tolist()


@pytest.mark.parametrize(
    ("phrase", "is_copy"), [(PHRASE, True), (SHORTER, False)], ids=["13", "12"]
)
def test_twelve_notes_may_be_shared_and_thirteen_may_not(
    phrase: Events, is_copy: bool
) -> None:
    """In another key, in doubled values, amid other notes."""
    assert forbids(index(AIR), within(moved(phrase))) is is_copy


@settings(deadline=None, max_examples=50)
@given(LINES, LINES)
def test_nothing_copied_is_ever_missed(one: Melody, other: Melody) -> None:
    """Every window of the music is in its index but for commonplaces; a longer line that
    quotes it is found out."""
    whole = sung([(e.pitch, e.duration) for p in (one, AIR, other) for e in p.events()])
    found = index(AIR, one)

    assert found.contains(windows(tokens(AIR))).all()
    assert forbids(found, whole)


def test_new_windows_pass_as_often_as_is_stated() -> None:
    """Of 200,000 random windows as many are taken for copies as the index says (five
    standard deviations: false alarm < 1e-6)."""
    rng = np.random.default_rng(1)
    put_in, others = rng.integers(2**64, size=(2, 200_000), dtype=np.uint64)
    empty = CopyIndex(np.zeros(3000, np.uint8), 5, 0)
    full = empty.with_windows(put_in[:3000])
    rate = full.false_positives

    taken = int(full.contains(others).sum())

    expected = rate * len(others)
    assert 0.005 < rate < 0.05
    assert abs(taken - expected) < 5 * np.sqrt(expected * (1 - rate))


def test_an_index_has_the_rate_that_was_asked_for() -> None:
    """Within a third."""
    rng = np.random.default_rng(1)
    events = [
        (Pitch.parse(f"{name}4"), Fraction(int(n), 16))
        for name, n in zip(
            rng.choice([*"CDEFGAB"], 4000), rng.integers(1, 9, 4000), strict=True
        )
    ]

    found = index_of([("f", encode(sung(events)))], false_positives=1e-3)

    assert found.false_positives == pytest.approx(1e-3, rel=1 / 3)


def even(names: str) -> Melody:
    return sung([(Pitch.parse(name), Fraction(1, 8)) for name in names.split()])


SCALE = "C4 D4 E4 F4 G4 A4 B4 C5 B4 A4 G4 F4 E4 D4 C4"
CHORD = "C4 E4 G4 C5 G4 E4 C4 E4 G4 C5 E5 G5 C6"
ZIGZAG = "C4 E4 D4 F4 E4 G4 F4 A4 G4 B4 A4 C5 B4 D5"


@pytest.mark.parametrize(
    ("names", "is_copy"),
    [(SCALE, False), (CHORD, False), ("G4 " * 20, False), (ZIGZAG, True)],
    ids=["scale", "chord", "repeated note", "thirds"],
)
def test_scales_chords_and_repeated_notes_are_nobodys(names: str, is_copy: bool) -> None:
    """Though the training music has them; a pattern of thirds is somebody's."""
    assert forbids(index(even(names)), even(names)) is is_copy


def test_a_rhythm_alone_is_nobodys() -> None:
    """What is left of the air on a drum is no copy of itself."""
    drum = AIR.on_one_line(Pitch.parse("C5"))

    assert not forbids(index(drum), drum)


def test_a_scale_is_no_shield() -> None:
    """A scale may be printed; the same scale with the phrase that it leads to may not."""
    whole = sung(
        [(Pitch.parse(name), Fraction(1, 8)) for name in SCALE.split()] + PHRASE[:4]
    )

    assert not forbids(index(whole), even(SCALE))
    assert forbids(index(whole), whole)


@pytest.mark.parametrize(
    ("families", "is_copy"),
    [("abcde", False), ("abcd", True), ("aaaaaaaa", True)],
    ids=["five", "four", "variants of one"],
)
def test_what_five_unrelated_works_share_is_common_property(
    families: str, is_copy: bool
) -> None:
    """Variants of one tune, however many, are one work."""
    found = index_of((family, encode(AIR)) for family in families)

    assert forbids(found, AIR) is is_copy


def test_an_index_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """And holds the same on every machine."""
    written = write_index(tmp_path, [("air", encode(AIR))])

    read = read_index(tmp_path)

    assert read is not None
    assert (read.bits.tolist(), read.hashes) == (written.bits.tolist(), written.hashes)
    assert read.record() == written.record()
    assert written.digest[:16] == "c6feffd24d487672"


def test_where_there_is_no_index_there_is_none(tmp_path: Path) -> None:
    """No file, no cap."""
    assert read_index(tmp_path) is None


@pytest.mark.parametrize("place", [3, 60, -1], ids=["header", "number", "bits"])
def test_damage_to_an_index_is_noticed(tmp_path: Path, place: int) -> None:
    """One bit of it is enough."""
    write_index(tmp_path, [("air", encode(AIR))])
    path = tmp_path / "copies.bin"
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(bytes(data))

    with pytest.raises(DamagedData, match=r"copies\.bin"):
        read_index(tmp_path)


@pytest.mark.parametrize("length", [0, 10, 200])
def test_half_an_index_is_noticed(tmp_path: Path, length: int) -> None:
    """However much is missing."""
    write_index(tmp_path, [("air", encode(AIR))])
    path = tmp_path / "copies.bin"
    path.write_bytes(path.read_bytes()[:length])

    with pytest.raises(DamagedData, match=r"copies\.bin"):
        read_index(tmp_path)


def test_training_further_forgets_nothing() -> None:
    """An index grown from another holds what both were made of."""
    grown = index_of([("other", encode(even(ZIGZAG)))], base=index(AIR))

    assert forbids(grown, AIR)
    assert forbids(grown, even(ZIGZAG))
    assert grown.windows > index(AIR).windows


def test_a_rate_is_a_share() -> None:
    """Nothing between 0 and 1, nothing done."""
    with pytest.raises(InvalidValue, match="between 0 and 1"):
        index_of([], false_positives=1.0)


def test_an_index_of_nothing_holds_nothing() -> None:
    """An empty corpus is no reason to fail."""
    assert not forbids(index_of([]), AIR)


@settings(deadline=None, max_examples=50)
@given(st.lists(LINES, min_size=1, max_size=4), LINES)
def test_the_longest_run_is_the_one_that_brute_force_finds(
    corpus: list[Melody], piece: Melody
) -> None:
    """From every note, against every place, by an independent loop."""
    music = TrainingMusic([line(one) for one in corpus])

    (found,) = music.search([tokens(piece)])

    by_line = [shared(piece, one) for one in corpus]
    assert found.runs.tolist() == [max(runs) for runs in zip(*by_line, strict=True)]


@settings(deadline=None, max_examples=50)
@given(st.lists(LINES, min_size=1, max_size=3), LINES)
def test_index_and_search_agree(corpus: list[Melody], piece: Melody) -> None:
    """The index finds every copy that the search finds."""
    lines = [line(one, f"family {i}") for i, one in enumerate(corpus)]
    music, of_music = TrainingMusic(lines), index_of(with_families(lines))

    (found,) = music.search([tokens(piece)])

    assert (of_music.copied(piece) | ~found.copied).all()
    assert (found.longest_copy > 12) == bool(found.copied.any())


def test_a_copy_is_told_with_its_bars_and_where_it_is_from() -> None:
    """Sixteen notes of the second line, from its second bar on."""
    music = TrainingMusic([line(even(ZIGZAG), "z"), line(AIR)])
    piece = within(moved(NOTES[4:20]))

    (found,) = by_corpus([[piece]], music)

    (copied,) = found.copied
    assert (copied.notes, copied.first_measure) == (14, 2)
    assert found.longest is not None
    assert found.longest.source.tune.title == "An Air"
    source = found.longest.source
    assert (source.first_measure, source.last_measure) == (1, 5)
    assert by_index([piece], index(AIR)).copied == found.copied


def test_measures_are_counted_through_the_passages_of_a_line() -> None:
    """The copy in the second passage stands behind the bars of the first."""
    (copied,) = by_index([AIR, AIR], index(AIR)).copied[1:]

    assert (copied.first_measure, copied.last_measure) == (6, 10)


def test_a_commonplace_is_called_one() -> None:
    """A shared scale is told, but it is no copy."""
    music = TrainingMusic([line(even(SCALE))])

    (found,) = by_corpus([[even(SCALE)]], music)

    assert found.copied == ()
    assert found.longest is not None
    assert (found.longest.where.notes, found.longest.is_commonplace) == (15, True)


def test_one_note_is_not_shared_with_anyone() -> None:
    """It has no interval."""
    one = melody("4/4 C4:1")

    (found,) = by_corpus([[one]], TrainingMusic([line(AIR), line(one)]))

    assert (found.copied, found.longest, found.novel) == (
        (),
        None,
        {4: (0, 0), 6: (0, 0), 8: (0, 0), 12: (0, 0)},
    )


def test_a_copier_is_told_from_a_composer() -> None:
    """A set that copies has its duplicate, its run and no novelty; one that does not has
    none of them, and what is returned can be written as JSON."""
    strange = within(SHORTER)
    music = TrainingMusic([line(AIR)])

    found = copying([AIR, AIR], [strange, strange], music)

    assert json.loads(json.dumps(found)) == found
    ours, theirs = found["generated"], found["human"]
    assert [ours[name] for name in ("duplicates", "beyond_cap")] == [2, 2]
    assert [theirs[name] for name in ("duplicates", "beyond_cap")] == [0, 0]
    assert ours["longest_run"]["median"] == len(AIR.pitches)
    assert theirs["longest_run"]["median"] == max(shared(strange, AIR))
    assert set(ours["novel"].values()) == {0.0}
    assert theirs["novel"]["12"] == pytest.approx(4 / 5)
    assert found["difference"]["novel"]["12"]["value"] == pytest.approx(-4 / 5)


def test_two_sets_are_needed_to_compare() -> None:
    """An empty one is refused."""
    with pytest.raises(InvalidValue, match="empty"):
        copying([], [AIR], TrainingMusic([line(AIR)]))
