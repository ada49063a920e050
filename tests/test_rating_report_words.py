"""The first page of a session's report: every sentence is true, whoever answered what."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rating_studio import WORTH, Studio, careful, two_models

from etudes.publish.rating.conclusions import changed, verdicts, verdicts_of
from etudes.publish.rating.page import page
from etudes.publish.rating.report import html
from etudes.publish.rating.words import in_short
from etudes.rating.findings.flags import flags
from etudes.rating.findings.table import Missing
from etudes.rating.record import Judgement, Record
from etudes.rating.report import Report, report
from etudes.rating.session import Session
from etudes.rating.simulated import HABITS, SimulatedRater, Truth, truth
from etudes.statistics.estimate import Estimate
from etudes.statistics.sequential import Look

EVEN = dict.fromkeys(WORTH, 4.4)
Raters = Mapping[int, SimulatedRater]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(tmp_path_factory.mktemp("studio"))


def lazy(*numbers: int) -> dict[int, SimulatedRater]:
    return {number: SimulatedRater("lazy") for number in numbers}


def real(record: Record) -> Record:
    """The same answers, given on the page."""

    def given(one: Judgement) -> Judgement:
        return replace(one, rating=replace(one.rating, way="page"))

    judgements = tuple(given(one) for one in record.judgements)
    return replace(record, judgements=judgements)


def told(
    studio: Studio,
    raters: Raters,
    *,
    seed: int = 1,
    worth: Mapping[str, float] = WORTH,
    session: Session | None = None,
    known: Truth | None = None,
    kept: Callable[[Judgement], bool] = lambda one: True,
) -> Report:
    """The report of what raters said of what the systems are worth."""
    session = session or studio.session
    known = known or truth(session, worth, np.random.default_rng(seed))
    record = real(studio.record(raters, known, seed, session))
    judged = tuple(one for one in record.judgements if kept(one))
    return report(replace(record, judgements=judged), sounds=studio.lengths())


def first_page(found: Report) -> str:
    short = in_short(found)
    return "\n".join((*short.found, *short.how_sure, *short.not_to_conclude))


# Who judged what


def test_only_pieces_that_were_judged_are_counted(studio: Studio) -> None:
    """One of twenty rates, and only the model's pieces: nothing else was rated, though much
    was planned."""
    found = told(
        studio,
        careful(1),
        kept=lambda one: not one.trial.is_pair and one.shown[0].system == "gru-toy",
    )
    rated = found.participation.rated
    assert set(rated) == {"gru-toy"} and not found.participation.paired
    assert f"{rated['gru-toy']} pieces were rated one by one: " in first_page(found)
    assert "no human piece was judged" in first_page(found)


def test_a_piece_that_was_rated_twice_is_one_piece(studio: Studio) -> None:
    """Repeats, and other raters, add no piece."""
    found = told(studio, careful(6))
    pieces = {o.item for o in studio.session.stimuli}
    assert 0 < sum(found.participation.rated.values()) <= len(pieces)


def test_pairs_alone_are_told_as_pairs(studio: Studio) -> None:
    """Nobody rates a piece by itself: no means, levels or agreement; the pairs stand."""
    text = first_page(told(studio, careful(12), kept=lambda one: one.trial.is_pair))
    assert "In 144 pairs the question was which one to print" in text
    assert "no piece was rated by itself" in text
    assert "gru-toy was chosen before human in" in text
    assert "“Would use it”" not in text and "levels judged" not in text
    assert "fewer than two raters rated pieces by themselves" in text
    assert "there are fewer" not in text


def test_what_the_systems_are_is_said(studio: Studio) -> None:
    """A teacher need not know what a baseline or an anchor is."""
    text = first_page(told(studio, careful(6)))
    for words in ("by the model gru-toy", "by people (human)", "without a model (baseline)",
                  "spoilt on purpose, to see who listens (anchor)"):  # fmt: skip
        assert words in text


def test_anchors_are_no_pieces_whose_ratings_are_counted(studio: Studio) -> None:
    """How often a piece was rated is asked of those that are no anchors."""
    found = told(studio, careful(1), kept=lambda one: one.shown[0].origin == "anchor")
    assert found.participation.per_piece == (0, 0.0, 0)
    assert found.participation.rated.keys() == {"anchor"}


# Careless raters


def test_nothing_is_alike_to_raters_who_say_four_to_everything(studio: Studio) -> None:
    """Twelve raters, always 4, always equal: they are pointed out, and nothing follows."""
    found = told(studio, lazy(*range(1, 13)), session=two_models(studio.session))
    text = first_page(found)
    assert set(verdicts(found).values()) == {"open"}
    assert "differ by less" not in " ".join(in_short(found).found)
    assert "All 12 raters are pointed out as perhaps careless: nothing is concluded" in text
    assert "[0.00, 0.00]" not in text and "[100, 100]" not in text
    assert "the comparison can stop" not in text
    assert "were expected" not in text  # the words of an error


def even(session: Session, spread: float, seed: int = 0) -> Truth:
    """All systems are worth the same, and their pieces nearly so."""
    rng = np.random.default_rng(seed)
    return truth(session, EVEN, rng, spread=spread, level_spread=0.3)


def test_alike_only_where_those_who_listened_say_so_too(studio: Studio) -> None:
    """Eight of twelve say 4 to everything, which draws all systems together; the other four
    do not know, and the page does not say it."""
    raters, known = careful(4) | lazy(*range(5, 13)), even(studio.session, 0.3)
    found = told(studio, raters, known=known)
    assert found.without_flagged is not None
    alone, others = (
        verdicts_of(one, "use") for one in (found.figures, found.without_flagged)
    )
    about = ("use", "gru-toy", "human")
    assert (alone[about], others[about]) == ("alike", "open")
    assert verdicts(found)[about] == "open"
    assert not any("differ by less" in one for one in in_short(found).found)


def test_alike_is_told_where_it_is_found(studio: Studio) -> None:
    """Twenty raters listen, all pieces are worth the same, and nobody is pointed out."""
    found = told(studio, careful(), known=even(studio.session, 0.0), seed=2)
    assert not found.flagged
    assert "gru-toy and human differ by less than 0.5 points" in first_page(found)


def test_raters_who_call_all_pairs_equal_do_not_end_a_comparison(studio: Studio) -> None:
    """Sixteen answer "equal" to everything, and all together the models are alike; four
    listened, and the page goes by what is sure with and without the others."""
    session = two_models(studio.session)
    raters = careful() | lazy(*range(5, 21))
    found = told(studio, raters, session=session, known=even(session, 0.0))
    figures, others = found.figures, found.without_flagged
    assert others is not None and not isinstance(figures.stopping, Missing)
    assert not isinstance(others.stopping, Missing)
    assert (others.stopping[0].look.units, others.stopping[0].waiting) == (4, 0)
    # more of their kind come, until the interval lies within the margin
    ended = replace(
        figures.stopping[0], look=Look("equivalent", Estimate(0, -0.1, 0.1), 60)
    )
    found = replace(found, figures=replace(figures, stopping=(ended,)))
    assert verdicts_of(found.figures, "use")["stopping", "gru-new", "gru-toy"] == "alike"
    assert verdicts(found)["stopping", "gru-new", "gru-toy"] == "open"
    assert "the comparison can stop" not in first_page(found)


def test_both_sets_of_figures_have_pairs_and_stopping(studio: Studio) -> None:
    """Without the raters who are pointed out the pairs are others, and are printed."""
    raters = careful(12) | {n: SimulatedRater("biased") for n in range(1, 6)}
    found = told(studio, raters, session=two_models(studio.session))
    assert found.flagged == ("R1", "R2", "R3", "R4", "R5")
    tables = {one.id: one.parts.tables for one in page(found).sections}
    captions = [one.caption for one in tables["without"]]
    assert any("pairs of two systems, by 7 raters" in one for one in captions)
    assert any("Lead of the first model" in one for one in captions)


def test_what_reads_otherwise_without_careless_raters_is_said(studio: Studio) -> None:
    """Ten raters hear no difference between anything, the other ten do; where all together
    do not show it, the page says what those who are left show."""
    found = told(studio, careful() | lazy(*range(1, 11)), worth={**WORTH, "gru-toy": 3.6})
    assert "10 raters are left, and nothing is concluded otherwise" in first_page(found)

    systems = found.figures.systems
    assert not isinstance(systems, Missing) and not isinstance(systems.contrasts, Missing)
    hidden = tuple(replace(one, p_corrected=0.5) for one in systems.contrasts)
    figures = replace(found.figures, systems=replace(systems, contrasts=hidden))
    found = replace(found, figures=figures)
    moved = changed(found)
    assert [one.split(",")[0] for one in moved] == [
        "gru-toy is rated lower than human", "gru-toy is rated higher than baseline",
    ]  # fmt: skip
    assert f"10 raters are left, and it would read: {'; '.join(moved)}." in first_page(
        found
    )


@pytest.mark.parametrize(("left", "expected"), [
    (0, "All 12 raters are pointed out as perhaps careless; nobody is left without them."),
    (1, "1 rater is left, who alone can show nothing."),
    (6, "6 raters are left, and"),
    (12, "Nobody is pointed out as perhaps careless."),
])  # fmt: skip
def test_how_many_are_left_is_said(studio: Studio, left: int, expected: str) -> None:
    """Where one alone is left, or none, nobody is reassured."""
    found = told(studio, careful(12) | lazy(*range(left + 1, 13)))
    how_sure = " ".join(in_short(found).how_sure)
    assert expected in how_sure
    assert left in (6, 12) or "concluded otherwise" not in how_sure
    assert left in (6, 12) or set(verdicts(found).values()) == {"open"}


# One rater, two raters


def test_one_rater_is_told_as_one(studio: Studio) -> None:
    """No interval, no agreement, nothing about others; and no plural of one."""
    found = told(studio, careful(1))
    text = first_page(found)
    assert "It is the word of one rater" in text
    assert "1 rater took part" in text
    assert "too few pieces" not in text
    assert not re.search(r"\b1 (raters|pieces|pairs|trials|repeats)\b", text)
    assert "None of" not in text


def test_nobody_answered(studio: Studio) -> None:
    text = first_page(told(studio, {}))
    assert text.startswith("Nobody has answered yet")


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_whatever_was_said_reads_as_english(studio: Studio, data: st.DataObject) -> None:
    """Any few answers of up to three raters: no plural of one, no word for a number that is
    none, no brackets three deep, and every sentence ends."""
    session = data.draw(st.sampled_from([studio.session, two_models(studio.session)]))
    habits = data.draw(st.lists(st.sampled_from(HABITS), min_size=1, max_size=3))
    known = truth(session, WORTH, np.random.default_rng(5))
    raters = {n: SimulatedRater(habit) for n, habit in enumerate(habits, 1)}
    record = real(studio.record(raters, known, 5, session))
    places = st.sets(st.integers(0, len(record.judgements) - 1), min_size=1, max_size=40)
    kept = tuple(record.judgements[place] for place in sorted(data.draw(places)))
    text = first_page(report(replace(record, judgements=kept)))

    assert not re.search(r"\b1 (raters|pieces|pairs|trials|repeats|others)\b", text)
    assert not re.search(r"\b(nan|inf|None|Missing)\b|\{|\}", text)
    assert not re.search(r"\([^()]*\([^()]*\([^()]*\)", text)
    assert all(re.search(r"[.]$", line) for line in text.splitlines())


# Differences


def test_conclusions_are_drawn_on_one_question(studio: Studio) -> None:
    """Where people's pieces make more sense but would be used as gladly, no difference is
    concluded; the other questions have figures without a verdict."""
    known = truth(studio.session, EVEN, np.random.default_rng(2))
    human = {s.id for s in studio.session.stimuli if s.system == "human"}
    sensible = Truth(
        {
            id_: {**of, "sense": of["sense"] + 2 * (id_ in human)}
            for id_, of in known.values.items()
        }
    )
    found = told(studio, careful(), known=sensible)
    assert "is rated" not in first_page(found)
    tables = {one.id: one.parts.tables for one in page(found).sections}["systems"]
    decided, described = tables[1], tables[2]
    assert len(decided.rows) == 2 and decided.columns[-1] == "the first is"
    assert {row[-1] for row in decided.rows} <= {"higher", "lower", "alike", "open"}
    assert {row[1] for row in described.rows} == {
        "musical sense", "right level", "idiomatic", "clear notation",
    }  # fmt: skip
    assert len(described.columns) == 3


def test_what_is_not_shown_is_said_once_for_all(studio: Studio) -> None:
    """Two models, five comparisons: those that are open stand in one sentence."""
    found = told(studio, careful(6), session=two_models(studio.session), worth=EVEN, seed=3)
    text = first_page(found)
    assert text.count("No difference is shown, and none is ruled out, between") <= 1
    assert "it is shown neither" not in text


# Levels


def test_levels_are_told_of_the_models_pieces(studio: Studio) -> None:
    """What people wrote is two levels too hard, which says nothing of the model."""
    known = truth(studio.session, WORTH, np.random.default_rng(4), level_spread=0.1)
    model = {s.id for s in studio.session.stimuli if s.origin == "model"}
    harder = Truth(
        {
            id_: {**of, "level": of["level"] + 2 * (id_ not in model)}
            for id_, of in known.values.items()
        }
    )
    levels = told(studio, careful(), known=harder).figures.levels
    assert not isinstance(levels, Missing)
    assert {system for *_, system in levels.pieces} == {"gru-toy"}
    assert abs(levels.off.value) < 0.2 and levels.near.value > 0.9


def test_near_by_chance_is_said_beside_near(studio: Studio) -> None:
    """Three of seven answers are near, which raters who answer by chance come to."""
    chance = {n: SimulatedRater("random") for n in range(1, 21)}
    found = told(studio, chance)
    levels = found.figures.levels
    assert not isinstance(levels, Missing)
    assert levels.chance == pytest.approx(3 / 7)
    assert levels.near.low < levels.chance < levels.near.high
    (line,) = (one for one in in_short(found).found if "levels judged" in one)
    assert "by chance 43 %" in line and "ρ" in line


# Two models


@pytest.mark.parametrize(("is_open", "came", "expected"), [
    (True, 8, "not decided yet; 12 raters are still to come"),
    (True, 20, "not decided; more raters or pieces are needed"),
    (False, 8, "not decided; more raters or pieces are needed"),
])  # fmt: skip
def test_what_to_do_is_said_of_the_state(
    studio: Studio, is_open: bool, came: int, expected: str
) -> None:
    """Who is to come can come only while the session is open; the lead stands beside it."""
    session = replace(two_models(studio.session), is_open=is_open)
    found = told(studio, careful(came), session=session, known=even(session, 0.0))
    (line,) = (one for one in in_short(found).found if "an equal counts half" in one)
    assert expected in line and "go on" not in line
    assert re.search(r"gru-new was chosen in \d+ % \[\d+, \d+\] of their pairs", line)


@pytest.mark.parametrize(("is_open", "expected"), [(True, "so far"), (False, "stopped")])
def test_nobody_has_stopped_while_he_may_go_on(
    studio: Studio, is_open: bool, expected: str
) -> None:
    """In an open session a rater who is not at the end has answered so many so far."""
    session = replace(studio.session, is_open=is_open)
    known = truth(session, WORTH, np.random.default_rng(1))
    record = studio.record({1: SimulatedRater(stops_after=10)}, known, 1, session)
    (flag,) = (o for o in flags(record, studio.lengths()) if o.name == "unfinished")
    assert expected in flag.told


# Measures, and what is made up


def test_measures_that_go_with_nothing_fill_no_table(studio: Studio) -> None:
    """Raters by chance: one sentence instead of rows, and no warning about causes."""
    chance = {n: SimulatedRater("random") for n in range(1, 21)}
    found = told(studio, chance)
    parts = {one.id: one.parts for one in page(found).sections}["measures"]
    assert not parts.tables and "none is shown to go together" in parts.problem
    assert "makes pieces better or worse" not in first_page(found)


def test_a_report_of_made_up_raters_says_so_first(studio: Studio) -> None:
    """Before everything else; and no word of raters who were invited or came."""
    known = truth(studio.session, WORTH, np.random.default_rng(1))
    session = replace(studio.session, is_made_up=True)
    found = report(studio.record(careful(6), known, 1, session))
    short = in_short(found)
    assert short.banner.startswith("Trial run: every rater in this report was made up")
    text = first_page(found)
    assert "made-up rater" in text and "asked and came" not in text
    assert in_short(told(studio, careful(6))).banner == ""
    assert short.banner in html(found).decode()
