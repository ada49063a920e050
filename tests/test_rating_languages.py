"""A session in the raters' own language: pages, terminal, scores, invitation."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from rating_sessions import answer_to, toy_session
from said import read_page
from web_server import answer_fields, fields, joined, served, token_for

from etudes.audio import Sound
from etudes.cli import run
from etudes.cli.rate import rate
from etudes.errors import MissingTool, UnknownName
from etudes.item.item import Tempo
from etudes.paths import data_folder
from etudes.rating.export import columns_of, gathered, ratings_table
from etudes.rating.findings.provenance import provenance
from etudes.rating.invitation import invitation
from etudes.rating.ledger import session_of, set_open
from etudes.rating.record import record_of
from etudes.rating.session import Answer, Session
from etudes.rating.study.blind import scores
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.rating.study.title import usual_title
from etudes.rating.taking import submit
from etudes.store import Store
from etudes.web.answering import told_of
from etudes.web.site import Site
from etudes.words import LANGUAGES, Language

Both = tuple[str, dict[str, str], dict[str, str]]
TRANSLATED = [code for code in LANGUAGES if code != "en"]
TITLE, FILLED_IN = "A toy", "{question} {answer}"
ALIKE = {"de": {"Enter"}, "fr": {"notation"}, "ja": {"Enter"}}
"""What is the same word as in English."""
OTHER_WORDS = {"toy", "enter", "ctrl", "print", "html", "mp"}
"""Latin words that stand on Chinese and Japanese pages: a title, keys, options, files."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def kept_session(path: Path, code: str, **fields: Any) -> Session:
    with Store.open(path) as store:
        return toy_session(store, code=code, raters=1, singles=1, pairs=1, **fields)


def turned(path: Path, session: Session, event: str) -> None:
    with Store.open(path) as store:
        set_open(store, session.code, event)  # type: ignore[arg-type]


def every_page(site: Site, path: Path, session: Session) -> Iterator[tuple[str, str]]:
    """A rater's whole way, with everything that can go wrong on it."""
    link = site.rater_link(token_for(path, session.raters[0].id))
    yield "entered", httpx.get(link).text
    with joined(site.address.url, link.rpartition("/")[2]) as client:
        yield "start", client.get("/").text
        for number, trial in enumerate(session.trials_of(session.raters[0].id)):
            page = client.get("/next")
            yield f"trial {number}", page.text
            yield from _refusals(client, page, number)
            form = answer_fields(page.text, 2, "9")
            client.post(page.url.path, data=form)
            yield f"seen {number}", client.get(page.url.path).text
            other = {"choice": "left"} if trial.is_pair else {"use": "7"}
            changed = {**form, **other}
            yield f"meantime {number}", client.post(page.url.path, data=changed).text
        yield "thanks", client.get("/thanks").text
        yield "done", client.get("/").text
        yield "stale", _stale(client, session)
        turned(path, session, "closed")
        for place in ("/", page.url.path):
            yield f"closed {place[:2]}", client.get(place).text
        late = fields(page.text) | {"heard": "1", "choice": "left"}
        yield "sent too late", client.post(page.url.path, data=late).text
        turned(path, session, "opened")
        yield from _problems(client, page, site, session.language.code)


def _refusals(
    client: httpx.Client, page: httpx.Response, number: int
) -> Iterator[tuple[str, str]]:
    form = answer_fields(page.text)
    wrong: dict[str, dict[str, str]] = {
        "unheard": {"heard": ""},
        "long": {"comment": "9" * 2001},
        "no number": {"sense": "0", "choice": ""},
        "open": {"sense": "", "use": "", "choice": "up"},
    }
    for name, change in wrong.items():
        yield f"{name} {number}", client.post(page.url.path, data=form | change).text


def _stale(client: httpx.Client, session: Session) -> str:
    """The id of one page's form, sent from another page as its correction."""
    first, last = (session.trials_of(session.raters[0].id)[n] for n in (0, -1))
    form = answer_fields(client.get(f"/trial/{last.id}").text)
    used = answer_fields(client.get(f"/trial/{first.id}").text, 5)
    client.post(f"/trial/{first.id}", data=used)
    again = {"submit_id": used["submit_id"]}
    return client.post(f"/trial/{last.id}", data=form | again).text


def _problems(
    client: httpx.Client, page: httpx.Response, site: Site, language: str
) -> Iterator[tuple[str, str]]:
    browser = {"accept-language": f"tlh, {language}-XX;q=0.9, en;q=0.1"}
    form = answer_fields(page.text)
    post = partial(client.post, page.url.path)
    yield "nothing", client.get("/nothing", headers=browser).text
    yield "no trial", client.get("/trial/none").text
    yield "not so", client.get("/facts", headers=browser).text
    yield "no form", post(json={}).text
    yield "broken", post(content=b"%", headers={"content-type": FORM}).text
    yield "twice", post(content=b"a=1&a=2", headers={"content-type": FORM}).text
    yield "too large", post(data=form | {"comment": "9" * 70_000}).text
    yield "another's", post(data=form | {"token": "0"}).text
    yield (
        "elsewhere",
        post(data=form, headers={"origin": "http://a.example"} | browser).text,
    )
    yield "wrong link", client.get(f"/join/{'A' * 43}", headers=browser).text
    answer = client.get("/")
    while answer.status_code != 429:
        while site.pace.take("toy-r1"):
            pass
        answer = client.post("/facts", data=form)
    yield "too often", answer.text
    client.cookies.clear()
    yield "stranger", client.get("/", headers=browser).text


FORM = "application/x-www-form-urlencoded"


@pytest.fixture(params=TRANSLATED)
def both(request: pytest.FixtureRequest, path: Path) -> Both:
    """A language, and all pages in English and in it, by what they are."""
    code: str = request.param
    pages: list[dict[str, str]] = []
    for language in (None, code):
        store = path.with_name(f"{language}.db")
        session = kept_session(store, "toy", language=language)
        with served(store) as site:
            pages.append(dict(every_page(site, store, session)))
    return code, pages[0], pages[1]


def test_every_page_of_a_rater_is_in_the_language_of_the_session(
    both: Both,
) -> None:
    """No text that the English page has, not one that is read out or said by the script."""
    code, english, translated = both
    assert english.keys() == translated.keys() and len(english) > 40
    for name in english:
        language, said = read_page(translated[name])
        known_language, known = read_page(english[name])
        assert (known_language, language) == ("en", code), name
        left = {text for text in said if re.search("[A-Za-z]{2}", text)} & set(known)
        assert left - ALIKE.get(code, set()) <= {TITLE, FILLED_IN}, name
        if code in ("zh", "ja"):
            words = set(
                re.findall("[a-z]{2,}", re.sub(r"\{\w+\}", "", " ".join(said).lower()))
            )
            assert words - OTHER_WORDS == set(), name
        assert len(said) == len(known), name
        assert not [text for text in said if "{" in text and "{question}" not in text]


class Hands:
    """Presses keys one after the other; what stands among them happens meanwhile."""

    is_person = True

    def __init__(self, seen: list[str], *keys: str | Callable[[], object]) -> None:
        self.seen, self.keys = seen, iter(keys)

    def key(self, prompt: str) -> str:
        self.seen.append(prompt)
        for key in self.keys:
            if isinstance(key, str):
                return key
            key()
        raise EOFError

    def line(self, prompt: str) -> str:
        return self.key(prompt)


def silence(_: Sound) -> None:
    """Plays, as it were."""


def stopped(*_: Sound) -> None:
    raise KeyboardInterrupt


def nothing_plays(_: Sound) -> None:
    raise MissingTool("no sound can be played here")


def at_the_terminal(path: Path, language: str | None) -> tuple[list[str], list[str]]:
    """All lines of a session with everything that can go wrong, and its pages' texts."""
    session = kept_session(path, "toy", language=language, title="1–3")
    first = session.trials_of("toy-r1")[0]
    seen: list[str] = []
    pages: list[Path] = []
    texts: list[str] = []

    def elsewhere() -> None:
        with Store.open(path) as store:
            submit(store, "toy-r1", first.id, answer_to(first), "elsewhere-1", "page")

    def view(page: Path) -> bool:
        pages.append(page)
        texts.extend(read_page(page.read_text("utf-8"))[1])
        return len(pages) % 2 == 0

    def takes_part(*keys: str | Callable[[], object], **way: Any) -> None:
        hands = Hands(seen, *keys)
        asked: dict[str, Any] = {"play": silence, "view": view} | way
        rate("toy", "R1", database=path, keys=hands, say=seen.append, **asked)

    other = Store.open(path)
    begin = partial(other.connection.execute, "BEGIN IMMEDIATE")
    free = partial(other.connection.execute, "ROLLBACK")
    close = partial(turned, path, session, "closed")
    reopen = partial(turned, path, session, "opened")
    folder = path.parent / (language or "en")
    takes_part("", "", "", "q", printed=folder)
    texts += read_page((folder / "scores.html").read_text("utf-8"))[1]
    takes_part("", "", "", stopped, play=stopped)
    takes_part(
        *("", "", "", "b", "1", "b", "x", "?", "c", "9", "c", "9" * 2001, *"12345"),
        elsewhere,
        *("", "1", "b", "b", "7", *[""] * 5, *"12345"),
        close,
        "",
        reopen,
        "",
    )
    takes_part("b", "p", *[""] * 6, "p", "l", "c", "9", "c", "", "", silent=folder)
    for key in "re":
        takes_part("b", key, begin, "", free, "", "b", "", "")
    other.close()
    takes_part("b", "p", "q", play=nothing_plays)
    return seen, texts


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_line_at_the_terminal_is_in_the_language_of_the_session(
    path: Path, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same keys, and no line that is the same but what has no words."""
    monkeypatch.setattr(Store, "open", partial(Store.open, timeout=0.05))
    english = at_the_terminal(path.with_name("one.db"), None)
    translated = at_the_terminal(path.with_name("two.db"), code)

    for known, said in zip(english, translated, strict=True):
        assert len(known) == len(said) > 40
        left = {line for line in said if re.search("[A-Za-z]{2}", line)} & set(known)
        assert left - ALIKE.get(code, set()) == set()
        if code in ("zh", "ja"):
            plain = re.sub(r"/\S+", "", " ".join(said)).lower()
            assert set(re.findall("[a-z]{2,}", plain)) - OTHER_WORDS == set()


def test_a_german_session_by_page_and_by_terminal(path: Path) -> None:
    """What a teacher in Leipzig reads."""
    session = kept_session(path, "toy", language="de")
    with (
        served(path) as site,
        joined(site.address.url, token_for(path, session.raters[0].id)) as client,
    ):
        start, page = client.get("/").text, client.get("/next").text
    seen: list[str] = []
    keys = Hands(seen, "", "", "", "5")
    rate("toy", "R1", database=path, keys=keys, say=seen.append, play=stopped)

    assert '<html lang="de">' in start and ">Beginnen</button>" in start
    for words in ("Violine, Stufe 2", "Ist es musikalisch sinnvoll?", "viel zu leicht"):
        assert words in page
    for line in ("Violine, Stufe 2.", "Probe 1 von 1", "1 bis 7: "):
        assert line in seen


def test_what_a_refusal_says_is_not_looked_up(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rater's language where the request came as far as the rater, else the
    browser's: the store is asked no more often for it."""
    session = kept_session(path, "toy", language="ja")
    with (
        served(path) as site,
        joined(site.address.url, token_for(path, session.raters[0].id)) as client,
    ):
        read, asked = site.desk.read, []

        def counted(work: Callable[[Store], Any]) -> Any:
            asked.append(work)
            return read(work)

        monkeypatch.setattr(site.desk, "read", counted)
        client.headers["accept-language"] = "en;q=0, de;q=nan, fr;q=0.2"
        answers = [client.get("/nothing"), client.get("/trial/none")]
        while site.pace.take("toy-r1"):
            pass
        answers.append(client.post("/facts", data={}))

    assert [answer.status_code for answer in answers] == [404, 404, 429]
    assert [read_page(answer.text)[0] for answer in answers] == ["fr", "ja", "ja"]
    assert len(asked) == 2


def test_a_usual_title_is_a_list_as_its_language_writes_one() -> None:
    """Keys by their names there, and no comma of another script."""
    cells = tuple(Cell(level, "violin", focus=("key:G", "thirds")) for level in (2, 4))
    titles = [
        usual_title(Design.usual(cells, ("gru",), language=code))
        for code in ("en", "fr", "zh", "ja")
    ]

    assert titles == [
        "violin, level 2, 4, G major, thirds",
        "Violon, niveau 2, 4, sol majeur, tierces",
        "小提琴，级别 2、4，G大调、三度",
        "ヴァイオリン、レベル2、4、ト長調、3度音程",
    ]


def test_an_answer_in_words_runs_on_as_its_language_does() -> None:
    """Without spaces between sentences in Chinese and Japanese."""
    one = Answer(choice="left", comment="9")
    said = {code: told_of(one, Language(code)) for code in ("de", "zh", "ja")}

    assert ". Bemerkung: " in said["de"]
    assert "。评语：" in said["zh"] and "。コメント：" in said["ja"]


def test_a_session_older_than_the_choice_is_english(path: Path) -> None:
    """So is a design that names no language."""
    session = kept_session(path, "toy")
    design = Design.usual((Cell(3, "violin"),), ("gru",))
    older = {name: one for name, one in design.as_json().items() if name != "language"}
    with Store.open(path) as store:
        assert session_of(store, session.code).language == Language("en")

    assert Design.from_json(older) == design and design.language == "en"


def test_a_language_that_is_not_there_is_refused() -> None:
    """Before anything is made."""
    with pytest.raises(UnknownName, match="de, fr"):
        Design.usual((Cell(3, "violin"),), ("gru",), language="tlh")


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    "title", ["<script>x</script>", "{0.__class__}{title}", "%s '\" &"]
)
def test_a_hostile_title_stays_text_in_every_language(
    path: Path, code: str, title: str
) -> None:
    """On pages and in the invitation, whatever the words around it."""
    session = kept_session(path, "toy", language=code, title=title)
    with (
        served(path) as site,
        joined(site.address.url, token_for(path, session.raters[0].id)) as client,
    ):
        pages = [client.get(place).text for place in ("/", "/next")]

    for page in pages:
        assert title in read_page(page)[1]
        assert "<script>" not in page
    assert title in invitation(session)


@pytest.mark.parametrize("code", TRANSLATED)
def test_an_invitation_is_in_the_language_of_the_session(path: Path, code: str) -> None:
    """Its length as the start page tells it."""
    english = invitation(kept_session(path, "toy")).splitlines()
    said = invitation(kept_session(path, "two", language=code)).splitlines()

    assert len(said) == len(english) and not set(said) & set(english)
    assert [re.findall(r"\d+", line) for line in said] == [[], ["2", "4"], [], []]


def test_in_which_language_was_asked_is_told(path: Path) -> None:
    """In each row of the export, and in the report."""
    session = kept_session(path, "toy", language="fr")
    with Store.open(path) as store:
        trial = session.trials_of("toy-r1")[1]
        submit(store, "toy-r1", trial.id, answer_to(trial), "elsewhere-1", "page")
        exported, record = gathered(store, "toy"), record_of(store, "toy")

    assert "language" in columns_of(exported)
    assert [row["language"] for row in ratings_table(exported)] == ["fr"]
    assert provenance(record).language == "French"


@pytest.mark.slow
def test_the_words_of_a_score_are_in_the_language_of_the_session(path: Path) -> None:
    """Slowly is Langsam in German; Andante is Andante."""
    session = kept_session(path, "toy")
    with Store.open(path) as store:
        item = store.item(session.stimuli[0].item).item
    slowly = replace(item, tempo=Tempo(Fraction(1, 4), 60, "Slowly"))
    english, german = (scores([item, slowly], Language(code)) for code in ("en", "de"))

    assert english[0] == german[0]
    assert english[1] != german[1]


def test_the_script_says_nothing_of_its_own() -> None:
    """All its sentences come with the page."""
    script = (data_folder("templates") / "web" / "rate.js").read_text("utf-8")
    code = re.sub(r"//[^\n]*|/\*.*?\*/", "", script, flags=re.DOTALL)
    literals = re.findall(r'"([^"\n]*)"|`([^`]*)`', code)
    sentences = [one or two for one, two in literals if re.search("[a-z] [a-z]", one + two)]

    assert sentences == ["use strict"]


def test_the_command_that_invites_gives_the_text_to_send(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the raters' language; what it says to whoever invites is English."""
    session = kept_session(path, "toy", language="it")
    words = ["session", "invite", "toy", "--db", str(path)]
    assert run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["text"] == invitation(session)
    assert run([*words, "--all"]) == 0

    told = capsys.readouterr().err
    assert "in Italian:" in told and "Apra questo link" in told
