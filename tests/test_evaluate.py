"""An evaluation is one document and one page that say the same, whatever is missing."""

import json
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from conftest import melody

from etudes.corpus.build import Corpus, TuneRow
from etudes.corpus.collections import Tune
from etudes.corpus.sequences import sequences
from etudes.errors import InvalidValue, UnknownName
from etudes.evaluation import conditioning
from etudes.evaluation.evaluate import OTHER_SPLIT, evaluate
from etudes.evaluation.page import page, render
from etudes.evaluation.parts import PARTS, thinned
from etudes.evaluation.plan import QUICK, EvaluationPlan
from etudes.model.folder import read_model
from etudes.model.key_figures import key_figures
from etudes.runtime import Runtime

TINY = EvaluationPlan(
    name="tiny",
    metres=("4/4",),
    levels=(4, 5),
    items=12,
    repetitions=2,
    exercises=1,
    copies=1,
    conditioned=2,
    bars=4,
    splits=2,
    resamples=2,
    means=4,
    folds=2,
    relabellings=0,
)
PITCHES = ("C4", "D4", "E4", "F4", "G4", "A4", "B4", "C5")
SIDES = ("train",) * 4 + ("validation", "test") * 6


def phrase(rng: np.random.Generator) -> str:
    """Return eight bars of 4/4 in C that move by step and end on a long tonic."""
    place, found = 4, []
    for _ in range(7):
        bar = []
        for length in rng.permutation(["1/4", "1/4", "1/4", "1/8", "1/8"]):
            place = int(np.clip(place + rng.integers(-2, 3), 0, 7))
            bar.append(f"{PITCHES[place]}:{length}")
        found.append(" ".join(bar))
    return " | ".join([*found, "D4:1/4 B4:1/4 C4:1/2"])


@cache
def corpus() -> Corpus:
    """Airs of two phrases, each a family of its own."""
    rng = np.random.default_rng(4)
    airs = [melody(f"4/4 {phrase(rng)} | {phrase(rng)}") for _ in SIDES]
    tunes = [
        Tune(f"aird/book1-{i}", "aird", "air", "", f"aird/{i}", air)
        for i, air in enumerate(airs)
    ]
    rows = tuple(
        TuneRow(tune.id, "aird", "air", "", tune.group, side, 76, 16)
        for tune, side in zip(tunes, SIDES, strict=True)
    )
    return Corpus(rows, sequences(tunes, processes=1))


@cache
def runtime() -> Runtime:
    return Runtime(read_model("gru-256"))


@cache
def document_text() -> str:
    """Everything measured once, as it would stand in the file; few values of each tag."""
    with pytest.MonkeyPatch.context() as patch:
        for name, few in (
            *(("LEVELS", (3, 5)), ("METRES", ("3/4", "4/4"))),
            *(("LENGTHS", (4, 8)), ("STYLE_METRES", ())),
        ):
            patch.setattr(conditioning, name, few)
        return json.dumps(evaluate(runtime(), corpus(), TINY, command="etudes evaluate"))


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(document_text())
    return found


class Parsed(HTMLParser):
    """What stands in a page: words, tags, attributes, and whether all tags are closed."""

    VOID = frozenset({"meta", "br", "link", "img", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


# The document


@pytest.mark.slow
def test_every_part_is_measured_and_timed() -> None:
    """Nine parts, each with figures, seconds, its plan and the command."""
    found = document()["parts"]

    assert list(found) == list(PARTS)
    assert {part.get("problem") for part in found.values()} == {None}
    assert all(
        part["seconds"] >= 0 and part["plan"]["seed"] == 1 for part in found.values()
    )
    assert {part["command"] for part in found.values()} == {"etudes evaluate"}


@pytest.mark.slow
def test_a_model_of_another_split_is_warned_of() -> None:
    """The shipped model was not trained on these airs' split: it is said, and why."""
    assert document()["corpus"]["same_split"] is False
    assert document()["warnings"] == [OTHER_SPLIT]
    assert OTHER_SPLIT in Parsed(render(document())).text


def test_what_cannot_be_measured_is_said_and_ends_nothing() -> None:
    """No human piece is in 3/4 here: told from nobody, but the data are still counted."""
    said: list[str] = []
    plan = replace(TINY, metres=("3/4",), items=1)

    found = evaluate(
        runtime(), corpus(), plan, said.append, parts=["bias", "discriminator", "infilling"]
    )["parts"]

    assert "figures" in found["bias"]
    assert "expected" in found["infilling"]["problem"]
    assert "expected" in found["discriminator"]["problem"]
    assert "\n" not in found["infilling"]["problem"]
    assert f"infilling: {found['infilling']['problem']}" in said


def test_a_defect_of_a_part_is_named_as_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in one part costs that part alone, and is not called too little data."""

    def broken(material: object) -> dict[str, Any]:
        raise ZeroDivisionError("division by zero")

    monkeypatch.delenv("ETUDES_DEBUG", raising=False)
    monkeypatch.setitem(PARTS, "structure", broken)

    found = evaluate(runtime(), corpus(), TINY, parts=["structure", "bias"])["parts"]

    assert found["structure"]["problem"].startswith("a defect of etudes: ZeroDivisionError")
    assert found["structure"]["is_defect"]
    assert "figures" in found["bias"]


def test_what_is_no_number_is_none_in_the_document(monkeypatch: pytest.MonkeyPatch) -> None:
    """Strict JSON: a ratio over nothing is null, not NaN."""
    monkeypatch.setitem(PARTS, "bias", lambda material: {"a": [float("nan"), 1.0, None]})

    found = evaluate(runtime(), corpus(), TINY, parts=["bias"])

    assert found["parts"]["bias"]["figures"] == {"a": [None, 1.0, None]}


def test_parts_measured_before_stay_if_the_model_is_the_same() -> None:
    """A long evaluation can be done in pieces, in any order; the report's order holds."""
    bias = evaluate(runtime(), corpus(), TINY, parts=["bias"])
    kept: list[list[str]] = []

    whole = evaluate(
        runtime(),
        corpus(),
        TINY,
        parts=["infilling"],
        earlier=json.loads(json.dumps(bias)),
        keep=lambda found: kept.append(list(found["parts"])),
    )

    assert list(whole["parts"]) == ["infilling", "bias"]
    assert whole["parts"]["bias"] == bias["parts"]["bias"]
    assert kept == [["infilling", "bias"]]


@pytest.mark.parametrize("what", ["model", "corpus"])
def test_figures_of_another_model_or_split_are_not_kept(what: str) -> None:
    """Half an evaluation of one model beside half of another would be a lie."""
    other = evaluate(runtime(), corpus(), TINY, parts=["bias"])
    other[what] = other[what] | {"digest": "another", "split": "another"}
    said: list[str] = []

    found = evaluate(
        runtime(), corpus(), TINY, said.append, parts=["infilling"], earlier=other
    )

    assert list(found["parts"]) == ["infilling"]
    assert any("begun anew" in line for line in said)


def test_an_unknown_part_is_refused_with_those_there_are() -> None:
    """Before anything is measured."""
    with pytest.raises(UnknownName, match=r"likelihood, .*bias\), not 'beauty'"):
        evaluate(runtime(), corpus(), TINY, parts=["bias", "beauty"])


@pytest.mark.parametrize(
    "wrong", [{"items": 0}, {"repetitions": 1}, {"test_share": 0.0}, {"metres": ()}]
)
def test_a_plan_that_measures_nothing_is_refused(wrong: dict[str, Any]) -> None:
    """Valid at birth."""
    with pytest.raises(InvalidValue, match="expected"):
        replace(TINY, **wrong)


def test_a_thinned_corpus_keeps_whole_families_and_its_split() -> None:
    """Half of the test families, every training family, the same digest."""
    found = thinned(corpus(), {"train": 1.0, "validation": 1.0, "test": 0.5}, seed=1)

    sides = Counter(row.split for row in found.tunes)
    assert sides == {"train": 4, "validation": 6, "test": 3, "left out": 3}
    assert found.split_digest == corpus().split_digest


# The page


@pytest.mark.slow
def test_the_page_stands_alone_and_is_whole() -> None:
    """All tags close; no script, no address but places on the page itself."""
    text = render(document())
    parsed = Parsed(text)

    assert parsed.open == []
    assert not parsed.tags.keys() & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"https?:|//|url\(|@import", text)
    links = {v for k, v in parsed.attributes if k in ("href", "src", "xlink:href")}
    ids = [v for k, v in parsed.attributes if k == "id"]
    assert links <= {f"#{name}" for name in ids}
    assert len(ids) == len(set(ids))
    assert not any(name.startswith("on") for name, _ in parsed.attributes)


@pytest.mark.slow
def test_every_drawing_and_table_says_what_it_is() -> None:
    """Title and description in each SVG, a caption in each table, headings in each row."""
    parsed = Parsed(render(document()))

    assert parsed.tags["svg"] == parsed.tags["desc"] == parsed.tags["figcaption"] > 7
    assert parsed.tags["table"] == parsed.tags["caption"] > 9
    assert dict(parsed.attributes)["lang"] == "en-GB"


@pytest.mark.slow
def test_the_numbers_on_the_page_are_those_of_the_document() -> None:
    """Bits, overlap, AUC, structure, copying: to the last printed digit."""
    found = {name: part["figures"] for name, part in document()["parts"].items()}
    text = Parsed(render(document())).text

    bits = found["likelihood"]["sets"]["free"]["all"]["gru"]["joint"]
    overlap = found["distribution"]["mean"]["overlap"]
    auc = found["discriminator"]["logistic"]["auc"]
    distinct = found["structure"]["all"]["measures"]["distinct_bars"]
    for value, low, high in (
        *(bits, overlap, auc),
        (distinct["human"], *distinct["human_interval"]),
        found["conditioning"]["intervals"]["metre"][:3],
        found["endings"]["draws"]["all"]["common_closing_motion"],
    ):
        assert f"{value:.3f} [{low:.3f}, {high:.3f}]" in text
    assert f"{found['copying']['generated']['longest_run']['median']:.0f} notes" in text
    assert f"{found['bias']['notes']:,}" in text


@pytest.mark.slow
def test_every_section_says_what_it_means_and_what_not() -> None:
    """With figures and without, and likelihood is not called quality."""
    without = document() | {"parts": {}}

    for found in (page(document()), page(without)):
        assert [section.id for section in found.sections] == list(PARTS)
        assert all(section.means and section.caveat for section in found.sections)
    assert {s.problem for s in page(document()).sections} == {""}
    assert all("--parts" in s.problem for s in page(without).sections)
    assert "Likelihood is not quality" in Parsed(render(without)).text


@pytest.mark.slow
def test_hostile_names_are_words_and_nothing_else() -> None:
    """A model called a script is printed, not run."""
    hostile = '<script>alert("1")</script>'
    found = document()
    found["model"]["name"] = found["corpus"]["collections"][0] = hostile
    found["restrictions"] = [hostile]
    found["parts"]["structure"] = {"problem": hostile} | {
        key: found["parts"]["structure"][key] for key in ("plan", "seconds", "command")
    }
    found["parts"]["discriminator"]["figures"]["gives_away"][0]["trait"] = hostile

    parsed = Parsed(render(found))

    assert parsed.tags["script"] == 0
    assert parsed.text.count(hostile) == 6


@pytest.mark.slow
def test_a_quick_evaluation_calls_itself_quick() -> None:
    """Nobody takes wide intervals for the last word."""
    found = document()
    found["parts"]["bias"]["plan"]["name"] = QUICK.name

    assert any("measured quickly" in line for line in page(found).warnings)


@pytest.mark.slow
def test_the_key_figures_have_a_yardstick_and_a_number() -> None:
    """Value, what stands beside it, and of how many, for seven parts."""
    found = key_figures(document())

    assert {figure.part for figure in found} == PARTS.keys() - {"infilling", "bias"}
    assert all(figure.value and figure.count for figure in found)
