"""The page: a rater takes part, a teacher looks on."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from rating_sessions import toy_session
from web_server import answer_fields, fields, joined, served, token_for

from etudes.rating.ledger import mark_made_up, session_of, set_open
from etudes.rating.record import record_of
from etudes.rating.session import Session
from etudes.rating.taking import progress, rating_of, ratings_by
from etudes.rating.trial_run import trial_run_of
from etudes.store import Store
from etudes.web.site import Site


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def session(path: Path) -> Session:
    with Store.open(path) as store:
        return toy_session(store, raters=2, singles=3, pairs=2)


@pytest.fixture
def site(path: Path, session: Session) -> Iterator[Site]:
    with served(path) as site:
        yield site


@pytest.fixture
def rater(site: Site, path: Path, session: Session) -> Iterator[httpx.Client]:
    """The first rater, who has opened the personal link."""
    with joined(site.address.url, token_for(path, session.raters[0].id)) as client:
        yield client


@pytest.fixture
def teacher(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.address.url, follow_redirects=True) as client:
        client.get(site.teacher_link)
        yield client


def send(client: httpx.Client, page: httpx.Response, **other: str) -> httpx.Response:
    """Answer the trial of a page, and go where the server leads."""
    return client.post(page.url.path, data=answer_fields(page.text) | other)


def test_a_link_leads_to_a_page_whose_address_holds_no_secret(
    site: Site, path: Path, session: Session
) -> None:
    """The secret moves into a cookie that no script and no other site can use."""
    token = token_for(path, session.raters[0].id)
    answer = httpx.get(site.rater_link(token))

    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0; url=/">' in answer.text
    assert '<a class="button" href="/">' in answer.text
    assert token not in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie
    with joined(site.address.url, token) as client:
        assert token not in client.get("/").text


def test_a_rater_answers_everything_page_by_page(
    rater: httpx.Client, path: Path, session: Session
) -> None:
    """Practice first, then the rest in order; each answer is kept before the next page."""
    page = rater.post("/facts", data=fields(rater.get("/").text) | {"years": "12"})
    trials = session.trials_of(session.raters[0].id)

    for number, trial in enumerate(trials):
        assert page.url.path == f"/trial/{trial.id}"
        assert ("Practice" in page.text) == (trial.phase == "training")
        page = send(rater, page, comment=f"no. {number}")
        with Store.open(path) as store:
            kept = rating_of(store, trial.id)
            assert kept is not None and kept.answer.comment == f"no. {number}"

    assert page.url.path == "/thanks"
    with Store.open(path) as store:
        assert session_of(store, session.code).raters[0].facts == {"years": "12"}
        record = record_of(store, session.code)
    assert all(one.rating.way == "page" for one in record.judgements)
    assert {one.rating.answer.is_heard for one in record.judgements} == {True}


def test_whoever_comes_again_goes_on_where_he_stopped(
    rater: httpx.Client, site: Site, path: Path, session: Session
) -> None:
    """In another browser, with a new link, too."""
    page = send(rater, rater.get("/next"))
    with joined(site.address.url, token_for(path, session.raters[0].id)) as other:
        assert other.get("/next").url.path == page.url.path
    assert rater.get("/next").status_code == 401, "the old link opens nothing any more"


def test_a_correction_supersedes(rater: httpx.Client, path: Path, session: Session) -> None:
    """Both answers are kept, the later one counts; its seconds and plays go on from those
    of the first."""
    first = rater.get("/next")
    send(rater, first, seconds="41.5", plays="3")
    again = rater.get(first.url.path)
    assert 'value="4" required checked' in again.text
    assert fields(again.text)["seconds"] == "41.5"
    assert fields(again.text)["plays"] == "3"
    rater.post(first.url.path, data=answer_fields(again.text, number=6))

    with Store.open(path) as store:
        kept = ratings_by(store, session.raters[0].id)
    assert [one.answer.values["sense"] for one in kept] == [4, 6]
    assert kept[1].supersedes == kept[0].id


def test_the_same_form_sent_twice_is_kept_once(
    rater: httpx.Client, path: Path, session: Session
) -> None:
    """A double click, a lost connection."""
    page = rater.get("/next")
    form = answer_fields(page.text)
    for _ in range(3):
        assert rater.post(page.url.path, data=form).status_code == 200

    with Store.open(path) as store:
        assert len(ratings_by(store, session.raters[0].id)) == 1


def test_an_answer_given_in_another_tab_is_shown_before_it_is_corrected(
    rater: httpx.Client, path: Path, session: Session
) -> None:
    """The second tab did not see it, and may not overrule it unseen."""
    one, other = rater.get("/next"), rater.get("/next")
    rater.post(one.url.path, data=answer_fields(one.text, number=2))
    answer = rater.post(other.url.path, data=answer_fields(other.text, number=7))

    assert answer.status_code == 409
    assert "in the meantime" in answer.text
    assert "Does it make musical sense? 2." in answer.text, "the answer that is kept"
    assert 'name="sense" value="7" required checked' in answer.text, "what was typed"
    with Store.open(path) as store:
        assert len(ratings_by(store, session.raters[0].id)) == 1

    sent = rater.post(other.url.path, data=fields(answer.text) | {"heard": "1"})
    assert sent.status_code == 200
    with Store.open(path) as store:
        kept = ratings_by(store, session.raters[0].id)
    assert [one.answer.values["sense"] for one in kept] == [2, 7]
    assert kept[1].supersedes == kept[0].id


def test_a_form_that_was_sent_already_and_changed_is_not_said_to_be_kept(
    rater: httpx.Client, path: Path, session: Session
) -> None:
    """Back shows the page as it was; what is changed there stands in the form, to be sent
    as a correction."""
    page = rater.get("/next")
    form = answer_fields(page.text, number=2)
    rater.post(page.url.path, data=form)
    changed = form | {"use": "7", "comment": "On <i>second</i> thoughts"}
    answer = rater.post(page.url.path, data=changed)

    assert answer.status_code == 409
    assert 'name="use" value="7" required checked' in answer.text
    assert "On &lt;i&gt;second&lt;/i&gt; thoughts" in answer.text
    rater.post(page.url.path, data=fields(answer.text) | {"heard": "1"})
    with Store.open(path) as store:
        kept = ratings_by(store, session.raters[0].id)
    assert [one.answer.values["use"] for one in kept] == [2, 7]


def test_the_script_is_told_what_is_kept_by_the_forms_own_id(
    rater: httpx.Client, path: Path, session: Session
) -> None:
    """No redirection, which anybody on the way could send; every answer of the site says
    that it is one."""
    page = rater.get("/next")
    form = answer_fields(page.text)
    by_script = {"X-Rating": "script"}
    for _ in range(2):
        answer = rater.post(page.url.path, data=form, headers=by_script)
        assert answer.status_code == 204
        assert answer.headers["x-rating"] == f"kept {form['submit_id']}"
    refused = rater.post(page.url.path, data=form | {"use": "9"}, headers=by_script)

    assert refused.status_code in (409, 422) and refused.headers["x-rating"] == "site"
    for place in ("/", "/nothing", "/trial/none"):
        assert rater.get(place).headers["x-rating"] == "site"


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"sense": "9"}, "Does it make musical sense?”: a number from 1 to 7"),
        ({"sense": "4.0"}, "a number from 1 to 7"),
        ({"sense": ""}, "Not answered yet: Does it make musical sense?"),
        ({"heard": ""}, "listen to the end once"),
        ({"comment": "x" * 2001}, "2001 characters"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(
    rater: httpx.Client, path: Path, session: Session, change: dict[str, str], line: str
) -> None:
    """The form again, with one line; nothing is kept."""
    page = rater.get("/next")
    form = answer_fields(page.text, number=5, comment="Lively & <b>clear</b>") | change
    answer = rater.post(page.url.path, data=form)

    assert answer.status_code == 422
    assert line in answer.text
    assert 'name="use" value="5" required checked' in answer.text
    assert form["submit_id"] in answer.text
    if "comment" not in change:
        assert "Lively &amp; &lt;b&gt;clear&lt;/b&gt;" in answer.text
    with Store.open(path) as store:
        assert progress(store, session.raters[0].id).answered == 0


def test_whoever_cannot_listen_says_so_and_it_is_noted(
    rater: httpx.Client, path: Path, session: Session
) -> None:
    """The bypass sends the answer as not heard."""
    page = rater.get("/next")
    send(rater, page, heard="", bypass="1", plays="2", seconds="31.5")

    with Store.open(path) as store:
        (kept,) = ratings_by(store, session.raters[0].id)
    assert (kept.answer.is_heard, kept.answer.plays, kept.answer.seconds) == (
        False,
        2,
        31.5,
    )


def test_a_sound_comes_in_parts_as_browsers_ask(rater: httpx.Client) -> None:
    """Safari plays nothing else."""
    place = f"{rater.get('/next').url.path}/left.mp3"
    whole = rater.get(place)
    part = rater.get(place, headers={"Range": "bytes=0-1"})
    rest = rater.get(place, headers={"Range": "bytes=2-"})

    assert (whole.status_code, part.status_code, rest.status_code) == (200, 206, 206)
    assert part.headers["content-range"] == f"bytes 0-1/{len(whole.content)}"
    assert part.content + rest.content == whole.content
    assert rater.get(place, headers={"Range": "bytes=9999999-"}).status_code == 416


def test_a_closed_session_takes_nothing_and_says_so(
    rater: httpx.Client, path: Path, session: Session
) -> None:
    """What was sent stays, and once it is open again the same page can be sent."""
    page = rater.get("/next")
    with Store.open(path) as store:
        set_open(store, session.code, "closed")
    sent, seen = send(rater, page, comment="Keep me"), rater.get(page.url.path)
    assert (sent.status_code, seen.status_code) == (423, 403)
    assert "takes no more answers" in sent.text and "takes no more answers" in seen.text
    assert "Keep me" in sent.text
    with Store.open(path) as store:
        set_open(store, session.code, "opened")

    assert send(rater, page).status_code == 200


def test_the_teacher_sees_how_far_each_number_is(
    rater: httpx.Client, teacher: httpx.Client, session: Session
) -> None:
    """By pseudonym, with comments."""
    send(rater, rater.get("/next"), comment="Too many skips")
    listed = teacher.get("/overview").text
    shown = teacher.get(f"/overview/{session.code}").text

    assert f"1 of {len(session.trials)}" in listed
    assert "R1" in shown and "Too many skips" in shown
    assert f"1 of {len(session.trials) // 2}" in shown


def test_a_trial_run_says_so_before_anything_else(
    teacher: httpx.Client, path: Path, session: Session
) -> None:
    """Of the session that was tried; another one in the same store is no trial run."""
    line = trial_run_of([session.code])
    assert line not in teacher.get("/overview").text
    with Store.open(path) as store:
        mark_made_up(store, session.code)
        other = toy_session(store, code="other")
    for place in ("/overview", f"/overview/{session.code}"):
        before = teacher.get(place).text.partition("<h1>")[0]
        assert before.count(line) == 1
    assert "Trial run" not in teacher.get(f"/overview/{other.code}").text


def test_agreement_is_shown_once_two_raters_have_rated(
    teacher: httpx.Client, site: Site, path: Path, session: Session
) -> None:
    """Raters who say the same of every piece, and not of every piece the same, agree."""
    places = {one.id: n for n, one in enumerate(session.stimuli)}
    for rater in session.raters:
        with joined(site.address.url, token_for(path, rater.id)) as client:
            for trial in session.trials_of(rater.id):
                page = client.get("/next")
                number = 1 + places[trial.left] % 7
                client.post(page.url.path, data=answer_fields(page.text, number))

    assert "1.00" in teacher.get(f"/overview/{session.code}").text


def test_the_teacher_makes_a_link_closes_and_opens(
    teacher: httpx.Client, session: Session
) -> None:
    """The link is shown once, and it works."""
    place = f"/overview/{session.code}"
    token = fields(teacher.get(place).text)["token"]
    shown = teacher.post(f"{place}/invite", data={"token": token, "rater": "2"})
    link = shown.text.partition('<code class="link">')[2].partition("</code>")[0]

    assert httpx.get(link).status_code == 200
    assert link.rpartition("/")[2] not in str(shown.url)
    assert link not in teacher.get(place).text
    assert '<code class="link">' not in teacher.get(shown.url).text, "loaded again"
    assert httpx.get(link).status_code == 200, "no other link took its place"
    for event, state in (("closed", "Open it again"), ("opened", "Close it")):
        page = teacher.post(f"{place}/open", data={"token": token, "event": event})
        assert state in page.text


def test_served_alone_a_session_shows_no_other(path: Path, session: Session) -> None:
    """Neither to the teacher nor to raters of another one."""
    with Store.open(path) as store:
        other = toy_session(store, code="other")
    with served(path, only=other.code) as site:
        link = site.rater_link(token_for(path, session.raters[0].id))
        assert httpx.get(link).status_code == 404
        with httpx.Client(base_url=site.address.url, follow_redirects=True) as teacher:
            teacher.get(site.teacher_link)
            listed = teacher.get("/overview").text
            assert "/overview/other" in listed and "/overview/toy" not in listed
            assert teacher.get("/overview/toy").status_code == 404


def test_the_report_is_a_page_that_loads_and_runs_nothing(
    teacher: httpx.Client, rater: httpx.Client, session: Session
) -> None:
    """Its own styles are allowed by their digests, all else is forbidden."""
    for _ in session.trials_of(session.raters[0].id):
        send(rater, rater.get("/next"))
    shown = teacher.get(f"/overview/{session.code}/report", timeout=120)

    assert shown.status_code == 200
    assert rater.get(f"/overview/{session.code}/report").status_code == 401
    policy = shown.headers["content-security-policy"]
    assert "style-src 'sha256-" in policy and "unsafe" not in policy
    assert "sandbox" in policy and "<script" not in shown.text
