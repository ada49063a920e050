"""What kind of piece a session shows: style, focus, key and metre, whoever wrote it; and
what learnt from ratings has a part in it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from etudes.cli import run
from etudes.difficulty import Scale, scale, scale_to_json
from etudes.errors import InvalidValue, UnknownName, UnsatisfiableRequest
from etudes.focus import focus, share
from etudes.item.make import load_runtime, make
from etudes.item.portrait import traits
from etudes.item.preference import Evidence, Preference, Weighed, preference_to_json
from etudes.rating.study import stimuli as stimuli_module
from etudes.rating.study.controls import control, tune_of
from etudes.rating.study.design import Design
from etudes.rating.study.held_out import held_out
from etudes.rating.study.made import Cell, Made
from etudes.rating.study.stimuli import Learnt, stimuli_of
from etudes.runtime import Runtime
from etudes.store import Store
from etudes.store.learnt import adopt, save_learnt
from etudes.theory import Key, TimeSignature

Printed = pytest.CaptureFixture[str]
NEW = ["session", "new", "--instrument", "violin", "--plan"]


@pytest.fixture(scope="module")
def runtime() -> Runtime:
    return load_runtime(None)


def small(cell: Cell, **asked: object) -> Design:
    """Six pieces of one kind: four by the model, one by people, one by bare rules."""
    shares = {"controls": 0.17, "baseline": 0.17, "repeats": 0.1}
    return Design((cell,), ("gru",), 3, 10, 6, anchors=1, training=1, **shares, **asked)  # type: ignore[arg-type]


def every(
    design: Design, runtime: Runtime, learnt: Learnt | None = None
) -> tuple[list[Made], list[Made]]:
    """The pieces to rate and for training, and the anchors."""
    rated, anchors, training = stimuli_of(design, {"gru": runtime}, learnt or Learnt())
    return [*rated, *training], anchors


# Kinds


def test_jigs_are_jigs_whoever_wrote_them(runtime: Runtime) -> None:
    """Models, rules and people alike go in a metre of jigs, and people's tunes are jigs."""
    pieces, anchors = every(small(Cell(4, "violin", style="jig"), seed=2), runtime)
    metres = {str(one.item.melody.time_signature) for one in [*pieces, *anchors]}
    assert metres <= {"6/8", "12/8"}
    styles = {tune.id: tune.style for tune in held_out()}
    people = [one for one in pieces if one.origin == "human"]
    assert {styles[tune_of(one)] for one in people} == {"jig"}
    assert {one.request.style for one in [*pieces, *anchors]} == {"jig"}


@pytest.mark.parametrize("name", ["thirds", "ties"])
def test_people_s_tunes_show_half_of_what_a_focus_aims_at_or_are_not_taken(
    name: str,
) -> None:
    cell, wanted = Cell(4, "violin", focus=(name,)), focus(name)
    found = [made for seed in range(3) if (made := control(cell, seed))]
    for made in found:
        shown = share(wanted, made.item.melody, "violin")
        assert shown >= wanted.aim / 2
        assert made.item.descriptors[f"focus {name}"] == pytest.approx(shown, abs=1e-3)


def test_key_and_metre_are_those_of_every_piece(runtime: Runtime) -> None:
    cell = Cell(3, "violin", key=Key.parse("G"), time_signature=TimeSignature(3, 4))
    pieces, anchors = every(small(cell, seed=1), runtime)
    assert {one.origin for one in pieces} == {"model", "human", "baseline"}
    for one in [*pieces, *anchors]:
        melody = one.item.melody
        assert (str(melody.key), str(melody.time_signature)) == ("G major", "3/4")


def test_a_kind_survives_json() -> None:
    cell = Cell(3, "violin", 8, "air", ("ties",), Key.parse("Dm"), TimeSignature(3, 4))
    design = small(cell)
    assert Design.from_json(json.loads(json.dumps(design.as_json()))) == design


def test_designs_of_before_there_were_kinds_are_read() -> None:
    values = small(Cell(3, "violin")).as_json()
    values["cells"] = [{"level": 3, "instrument": "violin", "measures": None}]
    del values["scale"], values["preference"]
    assert Design.from_json(values) == small(Cell(3, "violin"))


def test_what_is_no_kind_is_refused() -> None:
    with pytest.raises(UnknownName, match="style"):
        Cell(3, "violin", style="polka")
    with pytest.raises(UnknownName):
        Cell(3, "violin", focus=("tunefulness",))
    with pytest.raises(InvalidValue, match="7/8"):
        Cell(7, "violin", time_signature=TimeSignature(7, 8))
    with pytest.raises(UnsatisfiableRequest, match="level 1, violin, jig"):
        Cell(1, "violin", style="jig").check_possible()


def test_a_kind_without_human_controls_is_named(
    monkeypatch: pytest.MonkeyPatch, runtime: Runtime
) -> None:
    """The other kind has them instead, and that is said in a line."""
    cells = (Cell(2, "violin"), Cell(3, "violin"))
    design = Design(cells, ("gru",), 3, 10, 6, 0.34, 0, 0.1, anchors=0, training=2)

    def only_three(cell: Cell, *others: object) -> Made | None:
        return control(cell, *others) if cell.level == 3 else None  # type: ignore[arg-type]

    monkeypatch.setattr(stimuli_module, "control", only_three)
    told: list[str] = []
    stimuli_of(design, {"gru": runtime}, tell=told.append)
    [line] = told
    assert line.startswith("level 2, violin: 1 of 1 human controls are missing")


def test_no_song_is_known_and_that_is_said_in_a_line(runtime: Runtime) -> None:
    with pytest.raises(UnsatisfiableRequest, match=r"level 3, violin, song.*--controls 0"):
        every(small(Cell(3, "violin", style="song")), runtime)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--level", "1", "--style", "jig"], "a jig goes in 6/8"),
        (["--level", "3", "--style", "polka"], "a style was expected"),
        (["--level", "3", "--focus", "syncopation"], "from level 5 on"),
        (["--level", "3", "--time", "7/8"], "not 7/8"),
        (["--level", "3", "--key", "H sharp"], "key"),
        (["--level", "3", "--style", ""], "a style was expected"),
        (["--level", "3", "--with-preference"], "a preference that is in use"),
    ],
)
def test_what_cannot_be_is_told_before_anything_is_planned(
    words: list[str], expected: str, capsys: Printed
) -> None:
    assert run([*NEW, *words]) != 0
    printed = capsys.readouterr()
    assert printed.out == ""
    [line] = printed.err.splitlines()
    assert expected in line


def test_a_plan_tells_the_kind(capsys: Printed) -> None:
    words = ["--level", "4", "--style", "jig", "--focus", "thirds", "--raters", "5"]
    assert run([*NEW, *words]) == 0
    assert "All of one kind: jig, more thirds" in capsys.readouterr().out
    assert run([*NEW, *words, "--json"]) == 0
    [cell] = json.loads(capsys.readouterr().out)["design"]["cells"]
    assert (cell["style"], cell["focus"]) == ("jig", ["thirds"])


# What was learnt


def stricter() -> Scale:
    """A scale by which the same music is half a level harder."""
    own = scale()
    levels = {
        table: tuple(
            (a + b) / 2 for a, b in zip((2 * sums[0] - sums[1], *sums), sums, strict=False)
        )
        for table, sums in own.levels.items()
    }
    return replace(own, levels=levels, name="stricter")


def liking() -> Preference:
    rows = tuple(Weighed(trait, 1.0, (1.0, 1.0)) for trait in traits())
    return Preference(rows, Evidence(("k7mq3",), 5, 60, 140, 60, 100.0, 0.3, 0.01))


def test_all_pieces_are_measured_by_the_scale_in_use(runtime: Runtime) -> None:
    """As `make` does; what people wrote is as near to the level by it, too."""
    other = stricter()
    design = small(Cell(3, "violin"), seed=3, scale=other.digest)
    pieces, anchors = every(design, runtime, Learnt(other))
    assert {one.request.scale for one in [*pieces, *anchors]} == {other.digest}
    for one in pieces:
        if one.origin == "model":
            assert make(one.request, runtime, scale=other)[0] == one.item
    people = control(Cell(3, "violin"), 3, (), other)
    assert people is not None
    assert abs(people.item.level_measured - 3) <= 0.5


def test_a_preference_chooses_for_models_alone_and_only_where_it_is_named(
    runtime: Runtime,
) -> None:
    """Bare rules stay a floor without learning, and anchors are wrong by design."""
    liked = liking()
    plain, _ = every(small(Cell(3, "violin"), seed=3), runtime)
    design = small(Cell(3, "violin"), seed=3, preference=liked.digest)
    pieces, anchors = every(design, runtime, Learnt(None, liked))
    for one in [*pieces, *anchors]:
        expected = liked.digest if one.origin == "model" else None
        assert one.request.preference == expected
        if one.origin == "model":
            assert make(one.request, runtime, preference=liked)[0] == one.item
    assert {one.request.preference for one in plain} == {None}
    notes = [[o.item.melody for o in row if o.origin == "model"] for row in (plain, pieces)]
    assert notes[0] != notes[1]
    notes = [[o.item.melody for o in row if o.origin != "model"] for row in (plain, pieces)]
    assert notes[0] == notes[1]


def test_another_scale_than_the_design_names_is_refused(runtime: Runtime) -> None:
    with pytest.raises(InvalidValue, match="the design names"):
        every(small(Cell(3, "violin"), scale="0" * 32), runtime)


def test_the_scale_in_use_counts_and_a_preference_only_if_asked_for(
    tmp_path: Path, capsys: Printed
) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        contents = {"scale": scale_to_json(stricter())}
        contents["preference"] = preference_to_json(liking())
        for kind, content in contents.items():
            adopt(store, kind, save_learnt(store, kind, content))  # type: ignore[arg-type]
    words = [*NEW, "--level", "3", "--raters", "5", "--db", str(path)]
    found = []
    for more in ([], ["--with-preference"]):
        assert run([*words, *more, "--json"]) == 0
        design = json.loads(capsys.readouterr().out)["design"]
        found.append((design["scale"], design["preference"]))
    assert found == [(stricter().digest, None), (stricter().digest, liking().digest)]
    assert run([*words, "--with-preference"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"learnt scale {stricter().digest[:8]}" in told
    assert f"learnt preference {liking().digest[:8]}" in told
