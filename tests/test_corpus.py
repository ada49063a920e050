"""Excerpts that close, families that stay together, modes that are heard."""

from fractions import Fraction
from pathlib import Path

import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st

from etudes.corpus import load
from etudes.corpus.collections import Tune, collections, tunes
from etudes.corpus.excerpts import (
    closed_excerpts,
    doubled,
    half_closed_excerpts,
    skeleton,
    stretches,
)
from etudes.corpus.families import families, split_of
from etudes.corpus.modes import with_heard_mode
from etudes.corpus.renotation import renotated
from etudes.encoding.events import decode, encode
from etudes.errors import DamagedData
from etudes.melody import Melody


def tune(name: str, line: Melody) -> Tune:
    return Tune(name, "aird", "air", name, name, line)


RISE_AND_FALL = "2/4 " + " | ".join(
    [
        "C4:1/8 D4:1/8 E4:1/8 F4:1/8",
        "G4:1/4 E4:1/4",
        "F4:1/8 E4:1/8 D4:1/8 B3:1/8",
        "C4:1/2",
    ]
)


def test_four_bars_that_end_on_a_long_tonic_are_a_closed_excerpt() -> None:
    """The whole phrase, and nothing else."""
    assert list(closed_excerpts(melody(RISE_AND_FALL), phrase=4)) == [melody(RISE_AND_FALL)]


def test_a_phrase_that_ends_off_the_tonic_is_not() -> None:
    """A half close on G closes nothing."""
    half_close = melody(RISE_AND_FALL.replace("C4:1/2", "G4:1/2"))

    assert list(closed_excerpts(half_close, phrase=4)) == []


def test_a_last_note_shortened_for_a_pickup_is_lengthened_to_the_barline() -> None:
    """Without its upbeat the excerpt's last bar fills; with it, it stays short."""
    with_upbeat = melody(
        "3/4 G4:1/4 | C5:1/2 B4:1/4 | A4:1/2 G4:1/4 | F4:1/4 E4:1/4 D4:1/4 | C4:1/2"
    )

    plain, upbeat = sorted(closed_excerpts(with_upbeat), key=lambda line: line.pickup)

    assert str(list(plain.events())[-1].duration) == "3/4"
    assert (str(upbeat.pickup), str(list(upbeat.events())[-1].duration)) == ("1/4", "1/2")


def test_doubled_values_move_two_four_to_four_four() -> None:
    """Quavers become crotchets, bar for bar."""
    larger = doubled(melody(RISE_AND_FALL))

    assert larger is not None
    assert (str(larger.time_signature), larger.full_measures) == ("4/4", 4)
    assert str(next(larger.events()).duration) == "1/4"


def test_a_line_falls_into_stretches_at_silent_bars() -> None:
    """Four bars, silence, four bars."""
    silence = RISE_AND_FALL + " | -:1/2 | " + RISE_AND_FALL.removeprefix("2/4 ")

    assert [line.full_measures for line in stretches(melody(silence))] == [4, 4]


def test_variants_of_a_tune_are_one_family_and_strangers_are_not() -> None:
    """An added passing note or a transposition does not make a stranger."""
    from etudes.theory import Interval

    long_tune = melody(RISE_AND_FALL + " | " + RISE_AND_FALL.removeprefix("2/4 "))
    stranger = melody("2/4 C4:1/4 G4:1/4 | A4:1/4 C5:1/4 | B4:1/4 D5:1/4 | G4:1/4 E5:1/4")

    names = families(
        [
            tune("a", long_tune),
            tune("b", long_tune.transposed(Interval.parse("M2"))),
            tune("c", stranger),
        ]
    )

    assert names == ["a", "a", "c"]


@given(st.text(min_size=1, max_size=20))
def test_the_split_depends_on_the_family_alone(name: str) -> None:
    """Asked twice, answered alike, and one of three."""
    assert split_of(name) == split_of(name)
    assert split_of(name) in ("train", "validation", "test")


def test_the_relative_minor_is_heard_where_the_tune_lives_on_it() -> None:
    """A B C♮ … ending on A, with no sharps: A minor, not C major."""
    line = melody("4/4 A4:1/4 B4:1/4 C5:1/4 A4:1/4 | E4:1/4 G#4:1/4 A4:1/2")

    assert str(with_heard_mode(line).key) == "A minor"


def test_every_collection_states_its_rights() -> None:
    """No collection without a licence text."""
    assert all(len(row.licence) > 5 for row in collections())


def test_the_smallest_collection_reads(tmp_path: object) -> None:
    """miscFolk comes with music21: some two hundred melodies, each with a source."""
    misc = next(row for row in collections() if row.name == "misc")

    found = list(tunes(misc))

    assert 150 < len(found) < 300
    assert all("misc/" in t.id for t in found)


def test_a_cached_corpus_that_is_not_the_one_its_table_names_is_refused(
    tmp_path: Path,
) -> None:
    """Other bytes than the table's digest, or another version."""
    (tmp_path / "pieces.npz").write_bytes(b"other")
    (tmp_path / "tunes.json").write_text(
        '{"version": 1, "digest": "", "tunes": []}', "utf-8"
    )

    with pytest.raises(DamagedData, match="etudes corpus build"):
        load(tmp_path)


def test_a_reel_in_two_four_is_also_one_in_two_two() -> None:
    """Values doubled, bar for bar; and back again it is the same tune."""
    line = encode(melody(RISE_AND_FALL))

    other = renotated(line)

    assert other is not None
    assert (str(other.time_signature), other.ticks.tolist()[:4]) == ("2/2", [24] * 4)
    back = renotated(other)
    assert back is not None
    assert decode(back) == decode(line)


def test_a_waltz_has_no_other_notation() -> None:
    """Nor has a line whose values cannot be halved on the grid of ticks."""
    waltz = encode(melody("3/4 C4:1/4 E4:1/4 G4:1/4 | C4:3/4"))

    assert renotated(waltz) is None


def test_a_skeleton_keeps_the_note_of_each_beat() -> None:
    """Quavers between the beats go; equal neighbours of a half bar become a minim."""
    bare = skeleton(
        melody(
            "4/4 C4:1/8 D4:1/8 E4:1/8 F4:1/8 G4:1/4 F4:1/4 | "
            "E4:1/4 E4:1/8 F4:1/8 D4:1/4 B3:1/4 | C4:1"
        )
    )

    assert bare is not None
    assert [(str(e.pitch), str(e.duration)) for e in bare.events()] == [
        *(("C4", "1/4"), ("E4", "1/4"), ("G4", "1/4"), ("F4", "1/4")),
        *(("E4", "1/2"), ("D4", "1/4"), ("B3", "1/4"), ("C4", "1")),
    ]


@given(
    st.lists(
        st.sampled_from(["C4:1/4", "D4:1/8 E4:1/8", "G4:1/4"]), min_size=12, max_size=12
    )
)
def test_a_skeleton_fills_its_bars_and_moves_on_beats_only(beats: list[str]) -> None:
    """Whatever the tune, every note begins on a crotchet."""
    text = " | ".join(" ".join(beats[i : i + 4]) for i in (0, 4, 8))

    bare = skeleton(melody(f"4/4 {text} | C4:1"))

    if bare is not None:
        assert all(e.onset % Fraction(1, 4) == 0 for e in bare.events())
        assert bare.full_measures == 4


def test_a_phrase_that_rests_on_the_fifth_is_half_closed() -> None:
    """And only where the tune goes on."""
    half = RISE_AND_FALL.replace("C4:1/2", "G4:1/2")
    whole = melody(half + " | " + RISE_AND_FALL.removeprefix("2/4 "))

    (phrase,) = half_closed_excerpts(whole)

    assert phrase == melody(half)
    assert list(half_closed_excerpts(melody(half))) == []


def test_longer_excerpts_hold_two_phrases_and_more() -> None:
    """Of eight bars that close twice: both fours and the eight."""
    twice = melody(RISE_AND_FALL + " | " + RISE_AND_FALL.removeprefix("2/4 "))

    assert sorted(e.full_measures for e in closed_excerpts(twice, 4)) == [4, 4, 8]
