"""The surrogate: a law of two small tables, fitted to music that closes."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st

from etudes.corpus import Corpus, TuneRow
from etudes.corpus.collections import Tune
from etudes.corpus.sequences import KINDS, sequences
from etudes.encoding.context import Context, Frame
from etudes.encoding.events import REST, EventArrays, encode
from etudes.encoding.vocabulary import METRES, Vocabulary
from etudes.errors import DamagedData, InvalidValue, UnknownName
from etudes.melody import Melody
from etudes.model.architecture import Architecture
from etudes.model.folder import give_surrogate, read_model, write_model
from etudes.model.surrogate import (
    END,
    FAR,
    FILE,
    NEAR,
    STEP,
    STEPS,
    Surrogate,
    closed_lines,
    fit,
    learnt_pieces,
    sound_context,
)
from etudes.model.training import Plan, train
from etudes.theory import Pitch, TimeSignature

SCALE = (
    "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 G4:1/4 A4:1/4 B4:1/4 C5:1/4 "
    "B4:1/4 A4:1/4 G4:1/4 F4:1/4 E4:1/4 D4:1/4 C4:1/2"
)
UP_AND_UP = (
    "4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 G4:1/4 A4:1/4 B4:1/4 C5:1/4 "
    "C4:1/4 D4:1/4 E4:1/4 F4:1/4 G4:1/4 A4:1/4 B4:1/4 C5:1/4 C5:1/1"
)


def vocabulary_of(*lines: EventArrays) -> Vocabulary:
    """Return a vocabulary that names all there is and a few pitches and lengths more."""
    pitches, lengths = {(0, 1), (1, 1), (2, 1)}, {6, 12, 24, 48, 96}
    for line in lines:
        pitches |= set(zip(line.steps.tolist(), line.alters.tolist(), strict=True))
        lengths |= set(line.ticks.tolist())
    return Vocabulary(((REST, 0), *sorted(pitches - {(REST, 0)})), tuple(sorted(lengths)))


def row_of(
    surrogate: Surrogate, vocabulary: Vocabulary, context: int, last: tuple[int, int] | None
) -> dict[tuple[int, int], float]:
    """Return the law of the next pitch by (steps, alteration) from the tonic."""
    number = len(vocabulary.pitches) if last is None else vocabulary.pitch_id(*last)
    law = surrogate.sounds[context, number].tolist()
    return dict(zip(vocabulary.pitches, law, strict=True))


@st.composite
def lines(draw: st.DrawFn) -> EventArrays:
    """A line of random notes and rests in a metre of the table or another."""
    metre = TimeSignature.parse(draw(st.sampled_from([*METRES, "5/4", "7/8"])))
    size = draw(st.integers(1, 12))
    steps = st.sampled_from([REST, -3, 0, 1, 2, 7])
    notes = draw(st.lists(steps, min_size=size, max_size=size))
    ticks = draw(
        st.lists(st.sampled_from([6, 8, 12, 24, 48, 96]), min_size=size, max_size=size)
    )
    return EventArrays(
        np.array(notes, np.int8),
        np.zeros(size, np.int8),
        np.array(ticks, np.int16),
        draw(st.sampled_from([0, 6, 24])),
        Pitch(0, 0, 4),
        "major",
        metre,
    )


@given(st.lists(lines(), max_size=6))
def test_every_row_is_a_law_in_which_all_is_possible(found: list[EventArrays]) -> None:
    """Whatever was heard, or nothing: no length and no pitch is ruled out, and the chances
    add up to one."""
    vocabulary = vocabulary_of(*found)

    surrogate = fit(found, vocabulary)

    assert surrogate.lengths.shape == (len(METRES) + 1, STEPS, 2, len(vocabulary.durations))
    assert surrogate.sounds.shape[0] == 3
    for table in (surrogate.lengths, surrogate.sounds):
        assert (table > 0.9e-6).all()
        np.testing.assert_allclose(table.sum(axis=-1, dtype=float), 1, atol=1e-5)


@given(lines())
def test_places_and_ends_are_counted_as_the_network_is_told_them(line: EventArrays) -> None:
    """With an upbeat too: of one line alone, the cells that were seen are those that
    `Context` passes through, step by step."""
    vocabulary = vocabulary_of(line)
    bar = int(line.time_signature.measure_duration * 96)
    seen = np.zeros((STEPS, 2), np.bool_)
    frame = Frame(line.time_signature, line.mode, int(line.ticks.sum()), line.pickup)
    context = Context(vocabulary, [frame])
    for pitch, duration in zip(*vocabulary.tokens(line), strict=True):
        place, left = int(context.place[0]), int(context.ticks_left[0])
        seen[min(place // STEP, STEPS - 1), int(left <= bar)] = True
        context.advance(np.array([pitch]), np.array([duration]))

    fitted = fit([line] * 50, vocabulary)
    metre = str(line.time_signature)
    number = METRES.index(metre) if metre in METRES else len(METRES)
    # a row that counted nothing is its wider context, the same for all such places
    rows = fitted.lengths[number]

    for nearness in (0, 1):
        never = rows[~seen[:, nearness], nearness]
        assert (never == never[0]).all()
        assert (rows[seen[:, nearness], nearness].max(axis=-1) > 1 / 13).all()


def test_after_a_scale_the_step_up_is_likeliest() -> None:
    """Whoever has heard nothing but scales that rise expects the next step."""
    line = encode(melody(UP_AND_UP))
    vocabulary = vocabulary_of(line)

    surrogate = fit([line], vocabulary)

    lowest = int(line.steps[0])
    for steps in range(lowest, lowest + 6):
        law = row_of(surrogate, vocabulary, FAR, (steps, 0))
        assert max(law, key=law.__getitem__) == (steps + 1, 0)


def test_a_piece_ends_on_the_tonic_whatever_was_heard_before() -> None:
    """The scale ends by step; after a fourth, too, the tonic is the likeliest last note."""
    line = encode(melody(SCALE))
    vocabulary = vocabulary_of(line)

    surrogate = fit([line], vocabulary)

    tonic = (int(line.steps[-1]), 0)
    for last in ((tonic[0] + 1, 0), (tonic[0] + 3, 0), None):
        law = row_of(surrogate, vocabulary, END, last)
        assert max(law, key=law.__getitem__) == tonic
    law = row_of(surrogate, vocabulary, FAR, (tonic[0] + 1, 0))
    assert max(law, key=law.__getitem__) != tonic


def test_after_a_rest_the_pitch_before_it_counts() -> None:
    """D rest E, over and over: from D one goes on to a rest or to E, and the rest is never
    what was heard last."""
    text = "4/4 " + "D4:1/4 -:1/4 E4:1/4 -:1/4 " * 4 + "C4:1/1"
    line = encode(melody(text))
    vocabulary = vocabulary_of(line)
    first, second = (int(line.steps[i]) for i in (0, 2))

    surrogate = fit([line], vocabulary)

    after_d = row_of(surrogate, vocabulary, FAR, (first, 0))
    assert after_d[(second, 0)] > 0.3 and after_d[(REST, 0)] > 0.3
    assert after_d[(first, 0)] < 0.1
    # nothing was counted after "a rest": it is the law of whatever was heard last
    never = row_of(surrogate, vocabulary, FAR, (REST, 0))
    other = row_of(surrogate, vocabulary, FAR, (0, 1))
    assert never == other


def test_a_first_note_follows_no_note_of_the_line_before() -> None:
    """Each line begins with nothing heard, also after a rest at its very beginning."""
    one = encode(melody("4/4 -:1/4 D4:1/4 E4:1/2 | C4:1/1"))
    vocabulary = vocabulary_of(one)

    surrogate = fit([one, one], vocabulary)

    second = (int(one.steps[1]), 0)
    beginning = row_of(surrogate, vocabulary, FAR, None)
    assert beginning[second] > 0.3 and beginning[(REST, 0)] > 0.3
    # the last note of one line is not what the next was begun after: nothing was counted
    after_last = row_of(surrogate, vocabulary, FAR, (int(one.steps[-1]), 0))
    assert after_last == row_of(surrogate, vocabulary, FAR, (0, 1))


def test_the_last_bar_has_a_law_of_its_own() -> None:
    """Crotchets all along, but a semibreve at the end: so it is in the law."""
    line = encode(melody("4/4 " + "C4:1/4 D4:1/4 E4:1/4 D4:1/4 " * 3 + "C4:1/1"))
    vocabulary = vocabulary_of(line)
    surrogate = fit([line], vocabulary)
    metre = TimeSignature(4, 4)

    law = surrogate.length_law(metre, np.array([0, 0]), np.array([97, 96]))

    lengths = np.array(vocabulary.durations)
    assert lengths[law.argmax(axis=1)].tolist() == [24, 96]
    np.testing.assert_allclose(law.sum(axis=1), 1, atol=1e-5)


def test_a_metre_that_no_collection_has_gets_what_all_metres_do() -> None:
    """In 5/4 after music in 2/4 and 3/4: crotchets, as in both."""
    found = [
        encode(melody("2/4 C4:1/4 D4:1/4 E4:1/4 D4:1/4 C4:1/2")),
        encode(melody("3/4 C4:1/4 D4:1/4 E4:1/4 D4:1/4 D4:1/4 D4:1/4 C4:3/4")),
    ]
    vocabulary = vocabulary_of(*found)
    surrogate = fit(found, vocabulary)

    law = surrogate.length_law(
        TimeSignature(5, 4), np.array([0, 114]), np.array([400, 400])
    )

    assert vocabulary.durations[int(law[0].argmax())] == 24
    assert law.shape == (2, len(vocabulary.durations))


def test_how_near_the_end_is_counts_what_is_left_after_the_event() -> None:
    """A bar and a tick is far, a bar is near, nothing is the end; in any shape."""
    left = np.array([[97, 96], [1, 0]])

    assert sound_context(left, 96).tolist() == [[FAR, NEAR], [NEAR, END]]


def test_a_line_with_a_pitch_without_a_name_is_left_out() -> None:
    """As the network leaves it out."""
    line, other = encode(melody(SCALE)), encode(melody("4/4 F#4:1/4 C4:3/4"))
    vocabulary = Vocabulary.count([line], least=1)

    alone, both = fit([line], vocabulary), fit([other, line, other], vocabulary)

    assert np.array_equal(alone.sounds, both.sounds)
    assert np.array_equal(alone.lengths, both.lengths)


def test_music_like_what_was_learnt_costs_fewer_bits() -> None:
    """A rising scale costs less than the same notes falling, rhythm alike."""
    line = encode(melody(UP_AND_UP))
    back = replace(line, steps=line.steps[::-1].copy())
    vocabulary = vocabulary_of(line)
    surrogate = fit([line], vocabulary)

    durations, pitches = surrogate.bits([line], vocabulary)
    durations_back, pitches_back = surrogate.bits([back], vocabulary)

    assert len(durations) == len(line.ticks)
    assert np.array_equal(durations, durations_back)
    assert pitches.sum() < pitches_back.sum()


def test_further_pieces_move_the_law_and_what_they_do_not_tell_stays() -> None:
    """Taught a scale that falls after some that rise, it may fall after the leading note;
    what comes after a pitch that is not in it, and lengths in 6/8, stay as they were."""
    before, after = encode(melody(UP_AND_UP)), encode(melody(SCALE))
    vocabulary = vocabulary_of(before, after)
    base = fit([before], vocabulary)
    leading_note = (int(before.steps[0]) + 6, 0)
    below = (leading_note[0] - 1, 0)

    moved = fit([after], vocabulary, base)

    was, now = (row_of(s, vocabulary, FAR, leading_note) for s in (base, moved))
    assert now[below] > 2 * was[below]
    was, now = (row_of(s, vocabulary, FAR, (0, 1)) for s in (base, moved))
    assert now == pytest.approx(was, rel=1e-5)
    asked = TimeSignature(6, 8), np.array([0]), np.array([500])
    np.testing.assert_allclose(moved.length_law(*asked), base.length_law(*asked), rtol=1e-5)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda s: {"lengths": s.lengths[:-1]}, "shapes"),
        (lambda s: {"sounds": 2 * s.sounds}, "add up to 1"),
        (lambda s: {"sounds": np.where(s.sounds > 0.1, s.sounds, 0)}, "sounds"),
    ],
)
def test_no_other_tables_are_a_surrogate(
    change: Callable[[Surrogate], dict[str, Any]], told: str
) -> None:
    """Of another shape, with too much in a row, or with something impossible."""
    line = encode(melody(SCALE))
    surrogate = fit([line], vocabulary_of(line))

    with pytest.raises(InvalidValue, match=told):
        replace(surrogate, **change(surrogate))


# --- the model's folder


def scales(metre: str, bars: int) -> Melody:
    """Return a melody in crotchets up and down the scale that ends on its tonic."""
    names = ("D4", "E4", "F#4", "G4", "A4", "G4", "F#4", "E4")
    beats = int(Fraction(metre) * 4)
    notes = [names[i % 8] for i in range(beats * (bars - 1))]
    text = " ".join(f"{name}:1/4" for name in notes)
    return melody(f"{metre} {text} D4:{metre}", "D major")


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """Airs in 2/4 on the training side, one in 3/4 on the test side, a song in 2/4."""
    rows = [
        ("a", "aird", "air", "train", scales("2/4", 9)),
        ("b", "ryan", "air", "train", scales("2/4", 5)),
        ("c", "aird", "air", "test", scales("3/4", 9)),
        ("d", "aird", "song", "train", scales("2/4", 12)),
    ]
    tunes = [Tune(name, of, style, "", name, music) for name, of, style, _, music in rows]
    table = [TuneRow(n, of, style, "", n, side, 10, 4) for n, of, style, side, _ in rows]
    return Corpus(tuple(table), sequences(tunes, processes=1))


@pytest.fixture
def folder(corpus: Corpus, small_architecture: Architecture, tmp_path: Path) -> Path:
    """A model without weights that learnt from one collection."""
    learnt = [corpus.pieces.line(i) for i in range(len(corpus.pieces))]
    record = {"data": [{"collection": "aird"}]}
    write_model(
        tmp_path / "m",
        small_architecture,
        Vocabulary.count(learnt, least=1),
        {"x": np.zeros(1, np.float32)},
        record,
    )
    return tmp_path / "m"


def test_what_closes_on_the_training_side_is_learnt_and_nothing_else(
    corpus: Corpus,
) -> None:
    """No stretch of a song, no phrase on a half close, no test tune, no other
    collection."""
    pieces = learnt_pieces(corpus, ["aird"])

    rows = [corpus.tunes[corpus.pieces.tune[i]] for i in pieces]
    assert {row.id for row in rows} == {"a", "d"}
    kinds = {KINDS[corpus.pieces.kind[i]] for i in pieces}
    assert {"whole", "stretch", "half", "excerpt"} <= kinds
    closed = list(closed_lines(corpus, pieces))
    ends = [KINDS[corpus.pieces.kind[i]] not in ("stretch", "half") for i in pieces]
    assert len(closed) == sum(ends) < len(pieces)
    with pytest.raises(UnknownName, match="collection"):
        learnt_pieces(corpus, ["oneill"])


def test_a_model_without_a_surrogate_has_none_and_keeps_its_digest(folder: Path) -> None:
    """As models had before there was one."""
    model = read_model(folder)

    assert model.surrogate is None
    assert model.digest == model.record["digest"]


def test_the_surrogate_comes_back_from_the_folder(folder: Path, corpus: Corpus) -> None:
    """As it was given: what is kept on disk is what is used; and it is nearly what was
    fitted."""
    before = read_model(folder).digest

    given_ = give_surrogate(folder, corpus)
    model = read_model(folder)

    assert model.surrogate is not None
    assert np.array_equal(model.surrogate.lengths, given_.lengths)
    assert np.array_equal(model.surrogate.sounds, given_.sounds)
    lines = closed_lines(corpus, learnt_pieces(corpus, ["aird"]))
    fitted = fit(lines, model.vocabulary)
    np.testing.assert_allclose(given_.sounds, fitted.sounds, rtol=0.05)
    np.testing.assert_allclose(given_.lengths, fitted.lengths, rtol=0.05)
    assert model.digest != before
    assert model.record["data"] == [{"collection": "aird"}]
    assert not list(folder.glob(".*"))


def test_the_same_music_gives_the_same_file(
    folder: Path, corpus: Corpus, tmp_path: Path
) -> None:
    """Byte for byte."""
    other = Path(shutil.copytree(folder, tmp_path / "other"))

    give_surrogate(folder, corpus)
    give_surrogate(other, corpus)

    assert (folder / FILE).read_bytes() == (other / FILE).read_bytes()
    assert read_model(folder).digest == read_model(other).digest


@pytest.mark.parametrize("what", ["changed", "lost"])
def test_a_surrogate_that_is_not_the_one_recorded_is_refused(
    folder: Path, corpus: Corpus, what: str
) -> None:
    """One bit is enough."""
    give_surrogate(folder, corpus)
    path = folder / FILE
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))
    if what == "lost":
        path.unlink()

    with pytest.raises(DamagedData, match="not there or not the one"):
        _ = read_model(folder).surrogate


def test_a_surrogate_of_another_vocabulary_is_refused(
    folder: Path, corpus: Corpus, small_architecture: Architecture, tmp_path: Path
) -> None:
    """Though it is the one that was recorded."""
    give_surrogate(folder, corpus)
    record = json.loads((folder / "model.json").read_text("utf-8"))
    other = tmp_path / "n"
    vocabulary = Vocabulary(((REST, 0), (0, 0)), (24, 48))
    kept = {"surrogate": record["surrogate"]}
    weights = {"x": np.zeros(1, np.float32)}
    write_model(other, small_architecture, vocabulary, weights, kept)
    shutil.copy(folder / FILE, other / FILE)

    with pytest.raises(DamagedData, match="does not fit the vocabulary"):
        _ = read_model(other).surrogate


def test_a_model_of_no_closing_music_gets_what_it_began_with(
    folder: Path, corpus: Corpus
) -> None:
    """A teacher's songs may hold nothing that closes: the base's law stays."""
    base = give_surrogate(folder, corpus)

    again = give_surrogate(folder, corpus, [], base)

    np.testing.assert_allclose(again.sounds, base.sounds, rtol=0.01)
    np.testing.assert_allclose(again.lengths, base.lengths, rtol=0.01)


@pytest.mark.slow
def test_every_training_gives_its_model_a_surrogate(tmp_path: Path) -> None:
    """From nothing, and further on a few pieces: that one goes by the law of the model it
    began with, moved by the pieces."""
    rows = [
        (f"{side}{bars}", side, scales("2/4", bars))
        for side in ("train", "validation", "test")
        for bars in range(5, 15)
    ]
    tunes = [Tune(name, "aird", "air", "", name, music) for name, _, music in rows]
    table = [TuneRow(n, "aird", "air", "", n, side, 10, 4) for n, side, _ in rows]
    music = Corpus(tuple(table), sequences(tunes, processes=1))
    plan = Plan(
        architecture=Architecture(gru=(8,), duration_head=8, pitch_head=8),
        epochs=1,
        minutes=60,
        events=512,
    )

    train(music, tmp_path / "first", plan, lambda message: None)
    first = read_model(tmp_path / "first")
    train(music, tmp_path / "second", plan, lambda message: None, base=first)
    second = read_model(tmp_path / "second")

    line = music.pieces.line(0)
    assert first.surrogate is not None and second.surrogate is not None
    costs = [
        sum(bits.sum() for bits in s.bits([line], first.vocabulary))
        for s in (fit([], first.vocabulary), first.surrogate, second.surrogate)
    ]
    assert costs[0] > costs[1] > costs[2]
