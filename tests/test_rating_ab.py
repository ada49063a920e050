"""Two models in one session: which one is better is told, and only where it is so.

The second model is the first with noise in its weights, in a folder of its own. The session
is made by the command, as a teacher makes it; raters are simulated.
"""

import json
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from web_server import answer_fields, joined, served, token_for

from etudes.cli import run
from etudes.cli.session_plan import told
from etudes.model.folder import read_model, write_model
from etudes.rating.findings.pairs import Stopping, stopping
from etudes.rating.findings.provenance import provenance
from etudes.rating.findings.settings import settings
from etudes.rating.ledger import medium, session_of
from etudes.rating.record import Record
from etudes.rating.session import ORIGINS, Origin, Rater, Session, Stimulus
from etudes.rating.simulated import (
    SimulatedRater,
    answers,
    simulated_record,
    take_part,
    truth,
)
from etudes.rating.study.dealing import Pieces, dealt
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.store import Store

FIRST, SECOND = "gru-256", "zither-net"
RATERS, PIECES = 24, 8
FALSE_ALARM = 0.01

Printed = pytest.CaptureFixture[str]
TakePart = Callable[[dict[str, float]], Path]


def other_model(folder: Path) -> Path:
    """Write a model that makes other music: that of the program, with noise of a tenth of
    their spread in its weights, under a digest of its own."""
    own = read_model(FIRST)
    rng = np.random.default_rng(7)
    weights = {
        name: (row + rng.normal(0, 0.1 * row.std(), row.shape)).astype(np.float32)
        for name, row in own.weights.items()
    }
    kept = ("format", "name", "digest", "layers", "parameters")
    record = {key: value for key, value in own.record.items() if key not in kept}
    write_model(folder, own.architecture, own.vocabulary, weights, record)
    assert own.folder is not None
    for name in ("copies.bin", "surrogate.safetensors"):
        shutil.copy(own.folder / name, folder / name)
    return folder


@dataclass(frozen=True)
class Study:
    """A session of two models, made and kept, and the folder of the second one."""

    path: Path
    code: str
    folder: Path

    @property
    def session(self) -> Session:
        with Store.open(self.path) as store:
            return session_of(store, self.code)


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    place = tmp_path_factory.mktemp("two")
    folder, path = other_model(place / SECOND), place / "study.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ETUDES_CACHE", str(place / "cache"))
        code = run(
            [
                *("session", "new", "--level", "2", "--instrument", "violin"),
                *("--model", f"{FIRST},{folder}", "--raters", str(RATERS)),
                *("--items", str(PIECES), "--per-rater", "16", "--pairs", "8"),
                *("--controls", "0", "--baseline", "0", "--repeats", "0.05"),
                *("--anchors", "0", "--training", "1", "--seed", "4"),
                *("--yes", "--quiet", "--db", str(path)),
            ]
        )
        assert code == 0
        with closing(Store.open(path)) as store:
            [(name,)] = store.connection.execute("SELECT code FROM sessions").fetchall()
        yield Study(path, str(name), folder)


@pytest.fixture
def answered(study: Study, tmp_path: Path) -> TakePart:
    """Raters answer in a copy of the store: careful ones, and one in six who guesses."""

    def answer(worth: dict[str, float]) -> Path:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
        shutil.copy(study.path, path)
        session, rng = study.session, np.random.default_rng(5)
        raters = {
            one.id: SimulatedRater("careful" if number % 6 else "random")
            for number, one in enumerate(session.raters)
        }
        known = truth(session, worth, rng, spread=0.2)
        with Store.open(path) as store:
            take_part(store, session, raters, known, rng)
        return path

    return answer


def shown(path: Path, code: str, printed: Printed) -> tuple[dict[str, object], str]:
    """What `etudes session show` says of the two, as data and in words."""
    printed.readouterr()
    assert run(["session", "show", code, "--json", "--db", str(path)]) == 0
    [found] = json.loads(printed.readouterr().out)["comparisons"]
    assert run(["session", "show", code, "--db", str(path)]) == 0
    return found, " ".join(printed.readouterr().out.split())


def reported(path: Path, code: str, folder: Path) -> tuple[str, str]:
    """The verdict of `etudes report`, as data and on the page."""
    words = ["report", code, "--format", "json,html", "--quiet"]
    assert run([*words, "--output", str(folder), "--db", str(path)]) == 0
    [data], [page] = ([*folder.glob(f"*.{end}")] for end in ("json", "html"))
    [one] = json.loads(data.read_text("utf-8"))["figures"]["stopping"]
    return str(one["look"]["verdict"]), page.read_text("utf-8")


# A session of two models


def test_the_session_has_pieces_of_both_models_by_different_weights(study: Study) -> None:
    session = study.session
    rated = Counter(one.system for one in session.stimuli)
    assert abs(rated[FIRST] - rated[SECOND]) <= 1
    assert set(rated) == {FIRST, SECOND}
    with Store.open(study.path) as store:
        digests = {
            (one.system, store.item(one.item).item.model_digest) for one in session.stimuli
        }
    assert {name for name, _ in digests} == {FIRST, SECOND}
    assert len({digest for _, digest in digests}) == 2


def test_pairs_show_one_piece_of_each_and_each_model_left_as_often_as_right(
    study: Study,
) -> None:
    session = study.session
    system = {one.id: one.system for one in session.stimuli}
    two = [t for t in session.trials if t.is_pair and t.phase == "main"]
    assert all({system[i] for i in t.stimuli} == {FIRST, SECOND} for t in two)
    lefts = Counter(system[t.left] for t in two)
    assert abs(lefts[FIRST] - lefts[SECOND]) <= 0.1 * len(two)


@pytest.mark.parametrize(
    ("worth", "verdict", "preferred"),
    [
        ({FIRST: 3.4, SECOND: 5.6}, "second", SECOND),
        ({FIRST: 5.6, SECOND: 3.4}, "first", FIRST),
    ],
)
def test_the_model_that_most_prefer_is_named_by_command_and_report(
    study: Study,
    answered: TakePart,
    tmp_path: Path,
    capsys: Printed,
    worth: dict[str, float],
    verdict: str,
    preferred: str,
) -> None:
    path = answered(worth)
    data, words = shown(path, study.code, capsys)
    assert (data["verdict"], data["stop"]) == (verdict, True)
    assert data["models"] == [FIRST, SECOND]
    assert data["raters"] == RATERS
    assert f"stop: {preferred} is preferred" in words

    said, page = reported(path, study.code, tmp_path / "report")
    assert said == verdict
    assert f"{preferred} is chosen more often" in page


def test_without_a_preference_neither_is_named(
    study: Study, answered: TakePart, tmp_path: Path, capsys: Printed
) -> None:
    """It stays open: so few pieces cannot show that the models are alike."""
    path = answered({})
    data, words = shown(path, study.code, capsys)
    assert data["verdict"] == "open"
    assert not data["stop"]
    assert "nothing is decided yet" in words
    assert reported(path, study.code, tmp_path / "report")[0] == "open"


def test_before_anybody_has_finished_all_is_open(study: Study, capsys: Printed) -> None:
    data, words = shown(study.path, study.code, capsys)
    assert (data["verdict"], data["raters"], data["waiting"]) == ("open", 0, RATERS)
    assert "no rater has finished" in words


# When to stop


def dealt_session(design: Design) -> Session:
    """A session of a design without music: pieces that are names alone."""
    ids = iter(range(1_000_000))

    def piece(system: str, cell: Cell) -> Stimulus:
        origin: Origin = next((o for o in ORIGINS if o == system), "model")
        return Stimulus(
            str(next(ids)), "", cell.level, cell.instrument, origin, system, "", {}, "", ""
        )

    rated = tuple(piece(*kind) for kind, n in design.quotas.items() for _ in range(n))
    anchors = tuple(piece("anchor", design.cells[0]) for _ in range(design.anchors))
    training = tuple(piece("a", design.cells[0]) for _ in range(design.needed))
    pieces = Pieces(rated, anchors, training)
    raters = tuple(Rater(f"r{n}", "s", n) for n in range(1, design.raters + 1))
    trials = dealt(design, pieces, raters, lambda: f"t{next(ids)}")
    return Session(
        "s", "", {}, pieces.all, raters, trials, datetime(2026, 11, 2, tzinfo=UTC)
    )


def compared(
    seed: int, worth: dict[str, float], spread: float, raters: int, **asked: int
) -> Stopping:
    """What simulated careful raters make of models a and b."""
    cells = (Cell(3, "violin"), Cell(4, "violin"))
    design = Design.usual(cells, ("a", "b"), raters=raters, seed=seed, **asked)
    session, rng = dealt_session(design), np.random.default_rng(seed)
    known = truth(session, worth, rng, spread=spread)
    careful = {one.id: SimulatedRater() for one in session.raters}
    record = simulated_record(session, {}, answers(session, careful, known, rng))
    found = stopping(record, settings())
    assert isinstance(found, tuple)
    return found[0]


def test_models_that_are_alike_are_seldom_told_apart_though_their_pieces_differ() -> None:
    """All raters hear the same few pieces, of which those of one model may be the better
    ones by chance: that is not the model's doing. At 95 %, at most 1 in 20 (here 40
    sessions, of which 6 or more would come by chance in 1 of 70)."""
    found = [compared(seed, {}, 0.6, 40, items=20) for seed in range(40)]
    assert sum(one.look.verdict in ("first", "second") for one in found) <= 5


def test_many_raters_find_what_is_there_whichever_model_is_named_first() -> None:
    """A model whose pieces are a point better; the other one is never named."""
    better = [compared(seed, {"b": 5.0}, 0.6, 100).look.verdict for seed in range(6)]
    worse = [compared(seed, {"b": 3.0}, 0.6, 100).look.verdict for seed in range(6)]
    assert set(better) <= {"second", "open"}
    assert set(worse) <= {"first", "open"}
    assert better.count("second") + worse.count("first") >= 11


def test_what_is_better_is_never_told_to_be_no_better() -> None:
    """Few raters know little: where the second model leads, the first does not end it."""
    found = [compared(seed, {"b": 4.8}, 0.6, 12).look.verdict for seed in range(12)]
    assert set(found) <= {"second", "open"}


def test_models_whose_pieces_are_all_alike_are_called_so_in_the_end() -> None:
    verdicts = [compared(seed, {}, 0.0, 150, items=100).look.verdict for seed in range(4)]
    assert set(verdicts) <= {"equivalent", "open"}
    assert "equivalent" in verdicts


def test_where_the_pieces_are_too_few_more_are_advised_and_not_more_raters() -> None:
    one = compared(1, {}, 1.5, 40, items=12)
    assert one.look.verdict == "open"
    assert "more --items" in told(one)
    assert "more --items" not in told(compared(1, {"b": 6.0}, 0.0, 40))


def test_swapping_what_the_models_are_called_swaps_the_verdict(study: Study) -> None:
    """Which of two comes first in the alphabet decides nothing."""
    session, rng = study.session, np.random.default_rng(3)
    known = truth(session, {FIRST: 3.0, SECOND: 5.6}, rng, spread=0.2)
    careful = {one.id: SimulatedRater() for one in session.raters}
    given = list(answers(session, careful, known, rng))
    swapped = {FIRST: SECOND, SECOND: FIRST}
    other = replace(
        session,
        stimuli=tuple(replace(s, system=swapped[s.system]) for s in session.stimuli),
    )
    looks = []
    for one in (session, other):
        found = stopping(simulated_record(one, {}, iter(given)), settings())
        assert isinstance(found, tuple)
        looks.append(found[0].look)
    assert [one.verdict for one in looks] == ["second", "first"]
    assert looks[0].mean.value == pytest.approx(-looks[1].mean.value)


def test_the_report_tells_what_was_learnt_before_and_had_a_part_in_it() -> None:
    """The scale that measured, and the preference that chose, by their digests."""
    session = dealt_session(Design.usual((Cell(3, "violin"),), ("a", "b"), raters=3))
    found = {}
    for scale, preference in ((None, None), ("5ca1e", "11ced")):
        design = {"scale": scale, "preference": preference}
        record = Record(replace(session, design=design, stimuli=()), (), (), {})
        found[scale] = provenance(record).selection
    assert "No learnt preference chose" in found[None]
    assert "the program's own scale" in found[None]
    assert "preference 11ced chose" in found["5ca1e"]
    assert "the learnt scale 5ca1e" in found["5ca1e"]


# Nothing tells the two apart


def test_pages_scores_and_sounds_do_not_tell_which_model(study: Study) -> None:
    """Neither names, digests nor the folder is in anything that a rater is sent."""
    session = study.session
    rater = session.raters[0].id
    with Store.open(study.path) as store:
        items = [store.item(one.item).item for one in session.stimuli]
        seeds = {str(one.seed) for one in items if one.seed > 99_999}
        words = {FIRST, SECOND, "gru", "zither", str(study.folder)}
        words |= {one.model_digest for one in items} | {one.id for one in items} | seeds
    received: list[bytes] = []
    copy = study.path.with_name("blind.db")
    shutil.copy(study.path, copy)
    with served(copy) as site, joined(site.address.url, token_for(copy, rater)) as client:
        for _ in session.trials_of(rater):
            page = client.get("/next")
            path, text = page.url.path, page.text
            received += [page.content, repr(page.headers).encode()]
            for source in set(re.findall(r'src="([^"]+\.(?:svg|mp3))"', text)):
                got = client.get(source if source.startswith("/") else f"{path}/{source}")
                assert got.status_code == 200
                received += [got.content, source.encode(), repr(got.headers).encode()]
            fields = answer_fields(text)
            sent = client.post(path, data=fields, headers={"origin": site.address.url})
            assert sent.status_code == 200
    assert len(received) > 4 * len(session.trials_of(rater))
    for content in received:
        lower = content.lower()
        # of short words only those in texts tell anything: they come by chance in sound
        is_sound = content[:1] == b"\xff"
        found = [w for w in words if len(w) > 5 or not is_sound]
        assert not [word for word in found if word.lower().encode() in lower]


@pytest.mark.parametrize("what", ["score_sha256", "sound_sha256"])
def test_sizes_do_not_tell_which_model(study: Study, what: str) -> None:
    """A permutation test of mean sizes in bytes, which fails by chance once in 100."""
    sizes: dict[str, list[int]] = {FIRST: [], SECOND: []}
    with Store.open(study.path) as store:
        for one in study.session.stimuli:
            sizes[one.system].append(len(medium(store, getattr(one, what)).content))
    every = np.array([*sizes[FIRST], *sizes[SECOND]], dtype=float)
    count, rng = len(sizes[FIRST]), np.random.default_rng(1)

    def apart(row: np.ndarray) -> float:
        return float(abs(row[:count].mean() - row[count:].mean()))

    others = np.array([apart(rng.permutation(every)) for _ in range(2000)])
    assert np.mean(others >= apart(every)) > FALSE_ALARM


def test_places_in_the_order_do_not_tell_which_model(study: Study) -> None:
    """Ids are by chance, and both models come early and late alike."""
    session = study.session
    system = {one.id: one.system for one in session.stimuli}
    places: dict[str, list[int]] = {FIRST: [], SECOND: []}
    for trial in session.trials:
        if trial.phase == "main" and not trial.is_pair and trial.repeats is None:
            places[system[trial.left]].append(trial.position)
    assert abs(np.mean(places[FIRST]) - np.mean(places[SECOND])) < 0.5
    assert all(re.fullmatch(r"[0-9a-f]{16}", one.id) for one in session.stimuli)


# Names


def test_two_folders_of_one_model_are_refused_in_a_line(
    tmp_path: Path, capsys: Printed, study: Study
) -> None:
    copy = shutil.copytree(study.folder, tmp_path / "copy")
    words = ["session", "new", "--level", "2", "--instrument", "violin", "--plan"]
    assert run([*words, "--model", f"{study.folder},{copy}"]) != 0
    [line] = capsys.readouterr().err.splitlines()
    assert "different models were expected" in line


def test_a_title_with_the_name_of_a_model_is_refused(capsys: Printed, study: Study) -> None:
    """Raters read it."""
    words = ["session", "new", "--level", "2", "--instrument", "violin", "--plan"]
    models = ["--model", f"{FIRST},{study.folder}"]
    assert run([*words, *models, "--title", f"Is {SECOND} better?"]) != 0
    assert SECOND in capsys.readouterr().err


def test_two_models_of_one_name_are_told_apart_by_their_digests(
    tmp_path: Path, capsys: Printed
) -> None:
    twin = other_model(tmp_path / FIRST)
    words = ["session", "new", "--level", "2", "--instrument", "violin", "--plan"]
    assert run([*words, "--json", "--model", f"{FIRST},{twin}"]) == 0
    names = json.loads(capsys.readouterr().out)["design"]["models"]
    assert len(set(names)) == 2
    assert all(re.fullmatch(rf"{FIRST} [0-9a-f]{{6}}", name) for name in names)
