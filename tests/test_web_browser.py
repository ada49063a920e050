"""The page in a real browser: by keyboard alone, without a connection, without a script."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rating_sessions
from rating_sessions import toy_session
from web_browser import barriers, browser, enter, needs_browser, photograph
from web_server import served, started, token_for

from etudes.rating.ledger import set_open
from etudes.rating.session import Session, Trial
from etudes.rating.study.blind import scores, sounds
from etudes.rating.taking import progress, ratings_by
from etudes.store import Store
from etudes.web.site import Site

pytestmark = [pytest.mark.browser, needs_browser]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with browser() as made:
        yield made


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
def session(path: Path) -> Session:
    with Store.open(path) as store:
        return toy_session(store, raters=2, singles=2, pairs=1)


@pytest.fixture
def site(path: Path, session: Session) -> Iterator[Site]:
    with served(path) as site:
        yield site


@pytest.fixture
def link(site: Site, path: Path, session: Session) -> str:
    return site.rater_link(token_for(path, session.raters[0].id))


@pytest.fixture
def page(chromium: Any) -> Iterator[Any]:
    """A page whose policy lets axe-core in; it complains where a script fails."""
    context = chromium.new_context(bypass_csp=True)
    page, failures = context.new_page(), []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    context.close()
    assert failures == []


def begin(page: Any, link: str) -> None:
    """Open a link and go to the first trial, by keyboard."""
    enter(page, link)
    for _ in range(30):
        if page.evaluate("document.activeElement.type") == "submit":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/trial/*")


def hear(page: Any, trial: Trial) -> None:
    """Hear all of a trial by the space bar."""
    for words in ("Heard to the end. Now the other one.", "Heard to the end.")[
        -len(trial.stimuli) :
    ]:
        page.keyboard.press("Space")
        page.get_by_role("status").get_by_text(words, exact=True).wait_for(timeout=20_000)
        page.wait_for_function("document.querySelector('audio').paused")


def choose(page: Any, trial: Trial, number: int) -> None:
    """Answer by number keys."""
    for key in (number,) if trial.is_pair else (number, 4, 5, 6, 7):
        page.keyboard.press(str(key))


def leave(page: Any, trial: Trial) -> None:
    """Wait until the next page is there."""
    page.wait_for_function("id => !location.pathname.includes(id)", arg=trial.id)
    page.wait_for_load_state()


def test_forty_trials_by_keyboard_with_the_server_killed_twice(
    chromium: Any, path: Path
) -> None:
    """Each of the forty answers is kept once, heard to the end."""
    with Store.open(path) as store:
        session = toy_session(store, raters=1, singles=26, pairs=12, training=2)
    (rater,) = session.raters
    trials = session.trials_of(rater.id)
    server = started(path)
    context = chromium.new_context()
    page = context.new_page()
    try:
        begin(page, f"{server.url}/join/{token_for(path, rater.id)}")
        for number, trial in enumerate(trials):
            assert trial.id in page.url
            hear(page, trial)
            choose(page, trial, 1 + number % 3)
            if number == 15:  # dead before it is sent
                server.kill()
            page.keyboard.press("Enter")
            if number == 15:
                page.get_by_text("Not sent yet").wait_for()
            if number == 30:  # dead while it is being sent
                server.kill()
            if number in (15, 30):
                server = started(path, server.port)
            leave(page, trial)
        assert page.url.endswith("/thanks")
    finally:
        server.kill()
        context.close()

    with Store.open(path) as store:
        kept = ratings_by(store, rater.id)
        assert store.verify() == []
    assert [one.trial for one in kept] == [trial.id for trial in trials]
    assert all(one.answer.is_heard and one.answer.plays >= 1 for one in kept)
    assert all(one.answer.seconds is not None and one.answer.seconds > 0 for one in kept)


@pytest.mark.slow
def test_an_engraved_piece_is_seen_and_heard(
    chromium: Any, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LilyPond's picture has its size, the synthesiser's sound its length, to its end."""
    with Store.open(path) as store:
        toy = toy_session(store, raters=1, singles=1, pairs=0, training=0)
        items = [store.item(toy.stimuli[0].item).item]
        (picture,), (sound,) = scores(items), sounds(items)
        monkeypatch.setattr(rating_sessions, "toy_score", lambda number: picture)
        monkeypatch.setattr(rating_sessions, "toy_sound", lambda number, seconds: sound)
        session = toy_session(store, code="real", raters=1, singles=1, pairs=0, training=0)
    (trial,) = session.trials
    context = chromium.new_context()
    page = context.new_page()
    with served(path) as site:
        begin(page, site.rater_link(token_for(path, trial.rater)))
        assert page.evaluate("document.querySelector('.score img').naturalWidth") > 300
        page.wait_for_function("document.querySelector('audio').duration > 2")
        page.keyboard.press("Space")
        page.get_by_text("Heard to the end.", exact=True).wait_for(timeout=60_000)
        choose(page, trial, 6)
        page.keyboard.press("Enter")
        page.wait_for_url("**/thanks")
        context.close()

    with Store.open(path) as store:
        (kept,) = ratings_by(store, trial.rater)
    assert kept.answer.is_heard and kept.answer.plays == 1
    assert kept.answer.seconds is not None and kept.answer.seconds > 2


def test_no_page_has_a_barrier_or_is_wider_than_a_phone(
    page: Any, site: Site, path: Path, session: Session, link: str, tmp_path: Path
) -> None:
    """axe-core finds nothing on any page; at 390 pixels nothing juts out."""

    def look(name: str) -> None:
        assert barriers(page) == [], name
        photograph(page, tmp_path, name)
        page.set_viewport_size({"width": 390, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name

    enter(page, link)
    look("start")
    page.get_by_role("button").click()
    for trial in session.trials_of(session.raters[0].id):
        page.wait_for_url(f"**/{trial.id}")
        look("trial")
        page.locator("body").click(position={"x": 2, "y": 2})
        choose(page, trial, 2)
        page.keyboard.press("Enter")
        page.get_by_text("Please listen to the end once").wait_for()
        look("unheard")
        page.get_by_label("I cannot listen").check()
        page.get_by_role("button", name="Send").click()
        leave(page, trial)
    look("thanks")
    page.goto(f"{site.address.url}/trial/{trial.id}")
    look("correction")
    page.goto(f"{site.address.url}/nothing")
    look("problem")
    enter(page, site.teacher_link)
    look("overview")
    page.get_by_role("link", name=session.code).click()
    look("session")
    page.get_by_role("button", name="New link for R2").click()
    look("invitation")
    with Store.open(path) as store:
        set_open(store, session.code, "closed")
    for place, name in (("/", "closed start"), (f"/trial/{trial.id}", "closed")):
        page.goto(site.address.url + place)
        look(name)
    page.context.clear_cookies()
    page.goto(site.address.url)
    look("stranger")


LONGEST = (("b-flat-tuba-treble", 3), ("bass-clarinet-bass", 4))
"""Instruments with long names."""


@pytest.mark.parametrize("language", ["de", "ja"])
def test_long_words_of_other_languages_fit_a_phone(
    page: Any, site: Site, path: Path, language: str, tmp_path: Path
) -> None:
    """No barrier, and nothing juts out at 320 pixels; the keys speak that language too."""
    with Store.open(path) as store:
        other = toy_session(
            store,
            code="far",
            raters=1,
            singles=1,
            cells=LONGEST,
            pairs=1,
            language=language,
        )

    def look(name: str) -> None:
        assert barriers(page) == [], name
        photograph(page, tmp_path, f"{language}-{name}")
        page.set_viewport_size({"width": 320, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name

    words = {"de": "ohne Anhören absenden", "ja": "聴かずに送信する"}[language]
    done = {"de": "Alles beantwortet", "ja": "すべて回答済みです"}[language]
    enter(page, site.rater_link(token_for(path, other.raters[0].id)))
    look("start")
    page.locator("button[type=submit]").click()
    for trial in other.trials_of(other.raters[0].id):
        page.wait_for_url(f"**/{trial.id}")
        page.locator("#keys summary").click()
        page.locator("h1").click()
        choose(page, trial, 2)
        page.locator("#status").get_by_text(done).wait_for()
        page.keyboard.press("Enter")
        page.locator("#status").get_by_text(words).wait_for()
        look("trial")
        page.locator("#bypass").check()
        page.locator("#send").click()
        leave(page, trial)
    look("thanks")
    page.goto(f"{site.address.url}/nothing")
    look("problem")


def test_shortcuts_can_be_switched_off_and_stay_off(
    page: Any, session: Session, link: str
) -> None:
    """WCAG 2.1.4; the next page remembers."""
    begin(page, link)
    page.get_by_text("Keyboard").click()
    page.get_by_label("Shortcuts of one key").uncheck()
    for _ in range(2):
        page.locator("h1").click()
        page.keyboard.press("5")
        assert page.locator("input[type=radio]:checked").count() == 0
        page.reload()
    page.get_by_text("Keyboard").click()
    page.get_by_label("Shortcuts of one key").check()
    page.locator("h1").click()
    page.keyboard.press("5")
    assert page.locator("input[name=sense]:checked").get_attribute("value") == "5"


def test_keys_typed_into_a_comment_are_a_comment(page: Any, link: str) -> None:
    """Digits and spaces there answer nothing and play nothing."""
    begin(page, link)
    page.get_by_label("Comment").focus()
    page.keyboard.type("3 bars too long")

    assert page.locator("input[type=radio]:checked").count() == 0
    assert page.get_by_label("Comment").input_value() == "3 bars too long"
    assert page.evaluate("document.querySelector('audio').paused")


def test_enter_too_early_leads_to_the_open_question_and_space_still_plays(
    page: Any, link: str
) -> None:
    """Space must not tick the first point of a question that the rater was led to."""
    begin(page, link)
    page.locator("h1").click()
    page.keyboard.press("5")
    page.keyboard.press("Enter")

    assert "Still open: Is it of the level" in page.locator("[aria-live]").inner_text()
    page.keyboard.press("Space")

    assert page.locator("input[type=radio]:checked").count() == 1
    assert not page.evaluate("document.querySelector('audio').paused")


def test_a_number_answers_the_question_that_has_the_focus(page: Any, link: str) -> None:
    """Else the first that is open; arrows move within a question, as ever."""
    begin(page, link)
    page.locator("input[name=notation]").first.focus()
    page.keyboard.press("6")
    page.keyboard.press("2")
    page.locator("input[name=sense]").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    checked = page.evaluate(
        "[...document.querySelectorAll('[type=radio]:checked')]"
        ".map(one => one.name + one.value)"
    )
    assert checked == ["sense2", "notation6", "use2"]


def test_nothing_sounds_by_itself_and_skipping_is_not_hearing(
    page: Any, path: Path, site: Site
) -> None:
    """No autoplay; who leaps to the end has not heard it."""
    with Store.open(path) as store:
        other = toy_session(store, code="long", raters=1, seconds=6)
    begin(page, site.rater_link(token_for(path, other.raters[0].id)))
    page.wait_for_function("document.querySelector('audio').readyState === 4")
    assert page.evaluate("document.querySelector('audio').paused")
    page.evaluate(
        "(() => { const a = document.querySelector('audio');"
        " a.currentTime = a.duration - 0.5; return a.play(); })()"
    )
    page.get_by_text("Some of it was left out").wait_for()

    assert page.evaluate("document.getElementById('heard').value") == ""


def test_an_answer_sent_without_a_connection_is_sent_later(
    page: Any, path: Path, session: Session, link: str, site: Site
) -> None:
    """Even from another page, after this one was closed."""
    begin(page, link)
    (trial, *_) = session.trials_of(session.raters[0].id)
    hear(page, trial)
    choose(page, trial, 3)
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    page.get_by_text("Not sent yet").wait_for()
    with Store.open(path) as store:
        assert progress(store, session.raters[0].id).answered == 0
    other = page.context.new_page()
    page.close()
    page.context.set_offline(False)
    other.goto(site.address.url)
    other.get_by_text("has been sent").wait_for()

    with Store.open(path) as store:
        (kept,) = ratings_by(store, session.raters[0].id)
    assert kept.trial == trial.id and kept.answer.values["sense"] == 3
    assert other.evaluate("localStorage.length") == 0


def test_an_answer_to_a_closed_session_is_sent_once_it_is_open(
    page: Any, path: Path, session: Session, link: str, site: Site
) -> None:
    """The browser keeps it meanwhile."""
    begin(page, link)
    (trial, *_) = session.trials_of(session.raters[0].id)
    hear(page, trial)
    choose(page, trial, 3)
    with Store.open(path) as store:
        set_open(store, session.code, "closed")
    page.keyboard.press("Enter")
    page.get_by_text("stands below").wait_for()
    assert page.locator("input[name=sense]:checked").get_attribute("value") == "3"
    with Store.open(path) as store:
        set_open(store, session.code, "opened")
    page.goto(site.address.url)
    page.get_by_text("has been sent").wait_for()

    with Store.open(path) as store:
        (kept,) = ratings_by(store, session.raters[0].id)
    assert kept.trial == trial.id and kept.answer.is_heard


def test_plain_forms_do_without_a_script(
    chromium: Any, path: Path, session: Session, link: str
) -> None:
    """Everything but the counts."""
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    enter(page, link)
    page.get_by_role("button").click()
    for trial in session.trials_of(session.raters[0].id):
        if trial.is_pair:
            page.get_by_role("radio", name="Piece B").check()
        for name in () if trial.is_pair else ("sense", "level", "idiom", "notation", "use"):
            page.locator(f"input[name={name}][value='4']").check(force=True)
        page.get_by_role("button").click()
        page.get_by_text("Please listen to the end once").wait_for()
        page.get_by_label("I have listened to the end").check()
        page.get_by_role("button").click()
    assert page.url.endswith("/thanks")
    context.close()

    with Store.open(path) as store:
        kept = ratings_by(store, session.raters[0].id)
    assert len(kept) == 4 and all(one.answer.is_heard for one in kept)


def test_the_policy_stops_a_script_that_slipped_into_a_page(
    chromium: Any, link: str
) -> None:
    """Whatever finds its way into the page is not run."""
    context = chromium.new_context()
    page, told = context.new_page(), []
    page.on("console", lambda message: told.append(message.text))
    enter(page, link)
    page.evaluate(
        "(() => { const one = document.createElement('img');"
        " one.setAttribute('onerror', 'window.slipped = 1'); one.src = '/nothing';"
        " document.body.append(one); const two = document.createElement('script');"
        " two.textContent = 'window.slipped = 2'; document.body.append(two); })()"
    )
    page.wait_for_timeout(300)

    assert page.evaluate("window.slipped") is None
    assert any("Content Security Policy" in one for one in told)
    context.close()
