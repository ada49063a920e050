"""The page among strangers: every way in that is none."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote, urlsplit

import httpx
import pytest
from elements import Elements
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rating_sessions import MODEL_DIGEST, MODEL_NAME, TUNE, toy_session
from starlette.responses import Response
from web_server import answer_fields, fields, joined, served, token_for

from etudes.errors import InvalidValue
from etudes.rating.session import Session
from etudes.rating.taking import ratings_by
from etudes.store import Store
from etudes.web.access import Cookies
from etudes.web.site import Site, address

ELSEWHERE = "https://elsewhere.example"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("web") / "store.db"


@pytest.fixture(scope="module")
def session(path: Path) -> Session:
    with Store.open(path) as store:
        return toy_session(store, raters=100, singles=4, pairs=2)


@pytest.fixture(scope="module")
def site(path: Path, session: Session) -> Iterator[Site]:
    with served(path) as site:
        yield site


@pytest.fixture(autouse=True)
def _no_guesses_yet(site: Site) -> None:
    _forget(site)


_numbers = iter(range(99))


@pytest.fixture
def rater_id(session: Session) -> str:
    """A rater whom no other test knows."""
    return session.raters[next(_numbers)].id


@pytest.fixture
def rater(site: Site, path: Path, rater_id: str) -> Iterator[httpx.Client]:
    with joined(site.address.url, token_for(path, rater_id)) as client:
        yield client


@pytest.fixture
def teacher(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.address.url, follow_redirects=True) as client:
        client.get(site.teacher_link)
        yield client


def kept(path: Path, rater_id: str) -> int:
    with Store.open(path) as store:
        return len(ratings_by(store, rater_id))


# Secrets


def test_only_the_hash_of_a_link_is_kept(path: Path, rater_id: str) -> None:
    """Who reads the database cannot take part."""
    token = token_for(path, rater_id)
    content = path.read_bytes()

    assert token.encode() not in content
    assert sha256(token.encode()).hexdigest().encode() in content


@pytest.mark.parametrize("guess", ["x", "A" * 43, "A" * 5000, "%00", "%ff%fe", "'; DROP"])
def test_every_wrong_link_is_answered_alike(site: Site, guess: str) -> None:
    """Nothing tells a malformed secret from one that is somebody else's or old."""
    one = httpx.get(f"{site.address.url}/join/{guess}")
    other = httpx.get(f"{site.address.url}/join/{'B' * 43}")

    assert one.status_code == other.status_code == 404
    assert one.text == other.text
    assert "set-cookie" not in one.headers


def test_an_older_link_opens_nothing(site: Site, path: Path, rater_id: str) -> None:
    """A new invitation takes the old one's place."""
    old = token_for(path, rater_id)
    token_for(path, rater_id)

    assert httpx.get(site.rater_link(old)).status_code == 404


@pytest.mark.parametrize("place", ["join", "overview/open"])
def test_guessing_is_slowed_down(site: Site, path: Path, rater_id: str, place: str) -> None:
    """After some twenty wrong links the address has to wait; a right one opens all the
    same, as a whole school may come from one address."""
    with httpx.Client(base_url=site.address.url) as client:
        codes = [client.get(f"/{place}/{'C' * 42}{n % 10}").status_code for n in range(30)]
        late = client.get(f"/{place}/{'C' * 43}")
        right = client.get(f"/join/{token_for(path, rater_id)}")
        teacher = client.get(site.teacher_link)

    assert codes[:20] == [404] * 20
    assert 429 in codes[20:]
    assert late.status_code == 429 and late.headers["retry-after"] == "60"
    assert right.status_code == teacher.status_code == 200


def test_guessed_cookies_are_slowed_down_too(site: Site) -> None:
    """Not only links."""
    with httpx.Client(base_url=site.address.url) as client:
        client.cookies.set(site.cookies.name("rater"), "D" * 43)
        codes = {client.get("/next").status_code for _ in range(30)}

    assert codes == {401, 429}


@pytest.mark.parametrize("place", ["/facts", "/trial/x"])
def test_guessed_cookies_of_forms_are_slowed_down_too(site: Site, place: str) -> None:
    """Whatever their forms hold."""
    with httpx.Client(base_url=site.address.url) as client:
        client.cookies.set(site.cookies.name("rater"), "D" * 43)
        codes = {client.post(place, data={"token": "x"}).status_code for _ in range(30)}

    assert codes == {401, 429}


def test_strangers_wear_out_nobodys_pace(
    site: Site, rater: httpx.Client, path: Path, rater_id: str
) -> None:
    """Only what a rater sends is counted, whatever link he came by."""
    name = site.cookies.name("rater")
    old = rater.cookies[name]
    with joined(site.address.url, token_for(path, rater_id)) as other:
        form = fields(other.get("/").text)
        for _ in range(60):
            httpx.post(f"{site.address.url}/facts", cookies={name: old}, data=form)
        assert other.post("/facts", data=form).status_code == 200


def test_who_sends_without_pause_has_to_wait(rater: httpx.Client) -> None:
    """A rater's own posts are counted as well."""
    page = rater.get("/next")
    form = answer_fields(page.text) | {"sense": "8"}
    codes = [rater.post(page.url.path, data=form).status_code for _ in range(60)]

    assert codes[0] == 422 and 429 in codes


def test_a_secure_site_keeps_its_cookies_for_https() -> None:
    """With an https address cookies are bound to it by their name."""
    where = address("127.0.0.1", 80, "https://ratings.example.org")
    kept = Response()
    Cookies(where.url, Path("/store.db"), where.is_secure).keep(kept, "rater", "A" * 43)

    assert where.is_secure
    assert kept.headers["set-cookie"].startswith("__Host-etudes-rater-")
    assert "; Secure" in kept.headers["set-cookie"]


@pytest.mark.parametrize(
    "cookie", ["", "x", "é", "A" * 43, "a=b; c", '"', "\x01", "A" * 6000, "=; ;;=,"]
)
def test_a_strange_cookie_is_no_cookie(site: Site, cookie: str) -> None:
    """The page that asks for the link."""
    raw = "; ".join(f"{site.cookies.name(who)}={cookie}" for who in ("rater", "teacher"))
    for place in ("/", "/next", "/overview"):
        answer = httpx.get(site.address.url + place, headers=[(b"Cookie", raw.encode())])
        assert answer.status_code == 401 or (cookie == "\x01" and answer.status_code == 400)


# Other raters, other trials


def test_another_raters_trial_is_as_if_there_were_none(
    rater: httpx.Client, session: Session, path: Path
) -> None:
    """In the same words, for pages, scores, sounds and answers."""
    (foreign, *_) = session.trials_of(session.raters[-1].id)
    own = rater.get("/next")
    form = answer_fields(own.text)
    nothing = rater.get("/trial/0000000000000000")
    assert nothing.status_code == 404
    for suffix in ("", "/left.svg", "/left.mp3"):
        answer = rater.get(f"/trial/{foreign.id}{suffix}")
        assert (answer.status_code, answer.text) == (404, nothing.text)
    answer = rater.post(f"/trial/{foreign.id}", data=form)
    assert (answer.status_code, answer.text) == (404, nothing.text)
    assert kept(path, session.raters[-1].id) == 0


def test_a_trial_ahead_cannot_be_seen_or_answered(
    rater: httpx.Client, session: Session, path: Path, rater_id: str
) -> None:
    """Only what was answered and the next one."""
    first, _, third, *_ = session.trials_of(rater_id)
    form = answer_fields(rater.get(f"/trial/{first.id}").text)

    for suffix in ("", "/left.svg", "/left.mp3"):
        assert rater.get(f"/trial/{third.id}{suffix}").status_code == 404
    assert rater.post(f"/trial/{third.id}", data=form).status_code == 404
    assert kept(path, rater_id) == 0


def test_a_single_piece_has_no_right_side(rater: httpx.Client) -> None:
    """Nor a side or a file of any other name."""
    trial = rater.get("/next").url.path
    for name in ("right.svg", "left.pdf", "left.svg.mp3", "LEFT.svg", ".svg", "left."):
        assert rater.get(f"{trial}/{name}").status_code == 404


def test_raters_see_no_overview_and_strangers_see_nothing(
    site: Site, rater: httpx.Client
) -> None:
    """Each page says which link opens it."""
    for place in ("/overview", "/overview/toy", "/overview/toy/report"):
        assert rater.get(place).status_code == 401
    for place in ("/", "/next", "/thanks", "/trial/x", "/trial/x/left.svg", "/overview"):
        assert httpx.get(site.address.url + place).status_code == 401
    for place in ("/overview/toy/open", "/overview/toy/invite", "/facts", "/trial/x"):
        assert httpx.post(site.address.url + place, data={"token": "x"}).status_code == 401


# Forms from elsewhere


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ELSEWHERE},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": ELSEWHERE, "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_a_form_of_another_site_is_refused(
    rater: httpx.Client, path: Path, rater_id: str, headers: dict[str, str]
) -> None:
    """Even with the right token and cookie."""
    page = rater.get("/next")
    answer = rater.post(page.url.path, data=answer_fields(page.text), headers=headers)

    assert answer.status_code == 403
    assert kept(path, rater_id) == 0


@pytest.mark.parametrize("token", ["", "x", "0" * 64, "é" * 64])
def test_a_form_without_the_visitors_token_is_refused(
    rater: httpx.Client, path: Path, rater_id: str, token: str
) -> None:
    """A browser too old to tell the origin is safe as well."""
    page = rater.get("/next")
    answer = rater.post(page.url.path, data=answer_fields(page.text) | {"token": token})

    assert answer.status_code == 403
    assert kept(path, rater_id) == 0


def test_the_token_of_another_visitor_is_none(
    rater: httpx.Client, teacher: httpx.Client
) -> None:
    """A rater's token closes no session."""
    token = fields(rater.get("/").text)["token"]
    answer = teacher.post("/overview/toy/open", data={"token": token, "event": "closed"})

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "127.0.0.1", "127.0.0.1:1", "", "a b"]
)
def test_a_name_that_is_not_the_sites_is_refused(site: Site, host: str) -> None:
    """DNS rebinding: a foreign name that leads to this computer."""
    answer = httpx.get(site.address.url + "/static/page.css", headers={"Host": host})

    assert answer.status_code == 400


def test_a_public_url_is_an_origin_without_a_path() -> None:
    """Anything else is said in one line."""
    here = address("0.0.0.0", 8765, "http://school.example:8765/")  # noqa: S104
    assert "school.example:8765" in here.hosts
    for url in (
        "",
        "school.example",
        "ftp://x.org",
        "https://x.org/a",
        "http://[",
        "http://x:y",
    ):
        with pytest.raises(InvalidValue, match="public URL"):
            address("127.0.0.1", 8765, url)
    with pytest.raises(InvalidValue, match="--public-url"):
        address("0.0.0.0", 8765)  # noqa: S104


# What answers tell browsers


def test_every_answer_forbids_what_it_does_not_need(
    rater: httpx.Client, teacher: httpx.Client
) -> None:
    """Pages, files, scores, sounds, refusals."""
    trial = rater.get("/next").url.path
    answers = [
        *(
            rater.get(place)
            for place in ("/", "/next", trial, "/nothing", "/static/rate.js")
        ),
        *(rater.get(f"{trial}/left.{kind}") for kind in ("svg", "mp3")),
        *(teacher.get(place) for place in ("/overview", "/overview/toy", "/overview/none")),
        rater.post(trial),
        rater.get("/", headers={"Host": "elsewhere.example"}),
    ]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "http" not in policy and "*" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["referrer-policy"] in ("same-origin", "no-referrer")
        assert "server" not in answer.headers
    for answer in answers[5:7]:
        assert "sandbox" in answer.headers["content-security-policy"]


def test_pages_load_nothing_from_elsewhere_and_hold_no_inline_code(
    rater: httpx.Client, teacher: httpx.Client
) -> None:
    """No foreign address, no script, style or handler in the page itself, whatever has
    been typed into it."""
    places = ["/", "/next"]
    for comment in HOSTILE:
        trial = rater.get("/next")
        rater.post(trial.url.path, data=answer_fields(trial.text, comment=comment))
        places.append(trial.url.path)
    pages = [*(rater.get(place) for place in places), teacher.get("/overview/toy")]
    for elements in (Elements(page.text) for page in pages):
        for tag, attributes in elements.tags:
            assert tag != "style" and "style" not in attributes
            assert tag != "script" or attributes.get("src")
            assert not [name for name in attributes if name.startswith("on")]
            for place in ("src", "href", "action", "formaction"):
                leads_to = urlsplit(attributes.get(place) or "")
                assert not leads_to.scheme and not leads_to.netloc


def test_a_score_that_is_opened_by_itself_runs_no_script(rater: httpx.Client) -> None:
    """Its policy is that of a sandbox; its type is the one that was asked for."""
    trial = rater.get("/next").url.path
    score, sound = rater.get(f"{trial}/left.svg"), rater.get(f"{trial}/left.mp3")

    assert score.headers["content-security-policy"].startswith(
        "sandbox; default-src 'none'"
    )
    assert score.headers["content-type"] == "image/svg+xml"
    assert sound.headers["content-type"] == "audio/mpeg"


def test_nothing_that_a_rater_is_sent_tells_what_made_a_piece(
    rater: httpx.Client, session: Session, rater_id: str
) -> None:
    """No id of an item or a stimulus, no seed, model, origin or source, no digest."""
    told = []
    for trial in session.trials_of(rater_id):
        page = rater.get("/next")
        assert trial.id in page.url.path
        sides = ("left", "right")[: len(trial.stimuli)]
        told += [page]
        told += [
            rater.get(f"{page.url.path}/{s}.{k}") for s in sides for k in ("svg", "mp3")
        ]
        rater.post(page.url.path, data=answer_fields(page.text))
    telling = {MODEL_NAME, MODEL_DIGEST, TUNE, "baseline", "anchor", "98700", "item-"}
    telling |= {s.id for s in session.stimuli} | {s.item for s in session.stimuli}
    telling |= {s.score_sha256[:12] for s in session.stimuli}
    telling |= {s.sound_sha256[:12] for s in session.stimuli}
    for answer in told:
        headers = " ".join(f"{k}: {v}" for k, v in answer.headers.items())
        everything = headers.encode() + answer.content
        assert [one for one in telling if one.encode() in everything] == []
        assert not {"etag", "last-modified", "content-disposition"} & {*answer.headers}
        allowed = {"no-store", "private, max-age=3600"}
        assert answer.headers["cache-control"] in allowed


# Bodies


def test_a_body_may_have_64_kilobytes(rater: httpx.Client, site: Site) -> None:
    """More is refused, whether its length is told or not."""
    page = rater.get("/next")
    form = answer_fields(page.text)

    def parts() -> Iterator[bytes]:
        for _ in range(100):
            yield b"comment=" + b"x" * 1000 + b"&"

    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    large = rater.post(page.url.path, data=form | {"comment": "x" * 70_000})
    assert large.status_code == 413
    assert rater.post(page.url.path, content=parts(), headers=kind).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"token",
        b"%",
        b"&&&&",
        b"=;=",
        b"\xff\xfe\x00",
        b"token=%ff",
        b"token=a&token=b",
        b"&".join(b"f%d=1" % n for n in range(100)),
        b"\x00" * 1000,
    ],
)
def test_a_malformed_body_is_refused(rater: httpx.Client, body: bytes) -> None:
    """With a page, not with a failure."""
    page = rater.get("/next")
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = rater.post(page.url.path, content=body, headers=kind)

    assert answer.status_code in (400, 403)
    assert "<h1>" in answer.text


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "application/json", "multipart/form-data; boundary=x", "é"]
)
def test_another_kind_of_body_is_refused(rater: httpx.Client, kind: str) -> None:
    """Only a plain form is read."""
    page = rater.get("/next")
    headers = [(b"Content-Type", kind.encode())]
    body = "&".join(f"{k}={v}" for k, v in answer_fields(page.text).items())

    assert rater.post(page.url.path, content=body, headers=headers).status_code == 415


HOSTILE = (
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "{{ 7 * 7 }}{% raw %}",
    "javascript:alert(1)\u202e\u0000\u0007",
)


@pytest.mark.parametrize("comment", HOSTILE)
def test_a_hostile_comment_stays_text(
    rater: httpx.Client, teacher: httpx.Client, comment: str
) -> None:
    """Shown back to the rater and to the teacher, it is never a tag."""
    page = rater.get("/next")
    rater.post(page.url.path, data=answer_fields(page.text, comment=comment))
    for shown in (rater.get(page.url.path).text, teacher.get("/overview/toy").text):
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        assert "\x00" not in shown and "\x07" not in shown
        assert "{{ 7 * 7 }}" in shown or "{{" not in comment


def test_hostile_facts_stay_text(rater: httpx.Client) -> None:
    """In the fields in which they were typed."""
    rater.post("/facts", data=fields(rater.get("/").text) | {"instrument": '"><b>x'})
    shown = rater.get("/").text

    assert "<b>x" not in shown and "&#34;&gt;&lt;b&gt;x" in shown


# Paths and methods


@pytest.mark.parametrize(
    "place",
    [
        "/static/../pyproject.toml",
        "/static/..%2f..%2fpyproject.toml",
        "/static/%2e%2e/frame.html.j2",
        "/static/frame.html.j2",
        "/static//etc/passwd",
        "/static/page.css%00",
        "/trial/..%2f..%2fetc/left.svg",
        "/overview/..%2f..%2fetc",
    ],
)
def test_no_path_leads_out(teacher: httpx.Client, site: Site, place: str) -> None:
    """Files are found by name among those read at the start."""
    assert raw(site, f"GET {place} HTTP/1.1") in (401, 404)
    assert teacher.get(place).status_code in (401, 404)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_no_other_method_is_allowed(rater: httpx.Client, method: str) -> None:
    """405 everywhere, and nothing is changed."""
    trial = rater.get("/next").url.path
    for place in ("/", "/next", "/facts", trial, f"{trial}/left.svg", "/overview"):
        assert rater.request(method, place).status_code == 405


def test_a_post_where_there_is_nothing_to_send_is_405(rater: httpx.Client) -> None:
    """And a form's address cannot be visited where it has no page."""
    for place in ("/", "/next", "/thanks", "/overview", "/static/page.css"):
        assert rater.post(place).status_code == 405
    for place in ("/facts", "/overview/toy/open", "/overview/toy/invite"):
        assert rater.get(place).status_code == 405


def test_head_is_get_without_a_body(rater: httpx.Client) -> None:
    """For pages, scores and sounds."""
    trial = rater.get("/next").url.path
    for place in ("/", trial, f"{trial}/left.svg", f"{trial}/left.mp3"):
        head = rater.head(place)
        assert head.status_code == 200 and head.content == b""
        assert head.headers["content-type"] == rater.get(place).headers["content-type"]


def raw(site: Site, first: str, *lines: str, host: bool = True) -> int:
    """Send a request as it stands and return the status of the answer, 0 for none."""
    port = int(site.address.url.rpartition(":")[2])
    told = [f"Host: 127.0.0.1:{port}"] if host else []
    text = "\r\n".join([first, *told, "Connection: close", *lines, "", ""])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(text.encode("latin-1"))
        answer = b""
        with suppress(ConnectionResetError):  # closed while more was being sent
            while part := connection.recv(65536):
                answer += part
    return int(answer.split(b" ", 2)[1]) if answer else 0


@pytest.mark.parametrize(
    ("first", "lines"),
    [
        ("GET / HTTP/1.1", ["X: " + "y" * 200_000]),
        ("GET / HTTP/1.1", [f"X{n}: y" for n in range(3000)]),
        ("GET /" + "a" * 200_000 + " HTTP/1.1", []),
        ("GET / HTTP/1.1", ["Host: elsewhere.example"]),
        ("GET http://elsewhere.example/ HTTP/1.1", []),
        ("GET / HTTP/9.9", []),
        ("nonsense", []),
        ("POST /facts HTTP/1.1", ["Content-Length: -1"]),
        ("POST /facts HTTP/1.1", ["Content-Length: 1", "Content-Length: 2"]),
        ("POST /facts HTTP/1.1", ["Transfer-Encoding: chunked", "Content-Length: 5"]),
        ("GET / HTTP/1.1", ["Range: bytes=" + "9" * 400]),
        ("GET / HTTP/1.1", ["Cookie: " + "=;" * 2000]),
        ("GET / HTTP/1.1", ["X-Forwarded-For: 1.2.3.4", "X-Forwarded-Host: elsewhere"]),
        ("GET / HTTP/1.1", ["Upgrade: websocket", "Connection: Upgrade"]),
    ],
)
def test_odd_requests_are_refused_in_order(
    site: Site, first: str, lines: list[str]
) -> None:
    """Never by a failure of the server, which goes on."""
    assert raw(site, first, *lines) < 500
    assert raw(site, "GET /static/page.css HTTP/1.1") == 200


def test_a_request_without_a_host_is_refused(site: Site) -> None:
    """HTTP/1.0 may leave it out; this site may not be asked so."""
    assert raw(site, "GET / HTTP/1.0", host=False) == 400


# A store that cannot be written


def test_a_read_only_store_loses_nothing_and_says_so(
    rater: httpx.Client, path: Path, rater_id: str, site: Site
) -> None:
    """Pages go on; the answer stands in the form, to be sent again."""
    page = rater.get("/next")
    form = answer_fields(page.text, comment="Do not lose me")

    def let_write(is_allowed: bool) -> None:
        pragma = f"PRAGMA query_only = {not is_allowed}"
        asyncio.run(site.desk.read(lambda store: store.connection.execute(pragma)))

    let_write(False)
    try:
        answer = rater.post(page.url.path, data=form)
        facts = rater.post("/facts", data=fields(rater.get("/").text) | {"years": "3"})
    finally:
        let_write(True)

    assert answer.status_code == facts.status_code == 503
    assert "Do not lose me" in answer.text and form["submit_id"] in answer.text
    assert str(path.parent) not in answer.text + facts.text
    assert kept(path, rater_id) == 0
    assert rater.post(page.url.path, data=form).status_code == 200
    assert kept(path, rater_id) == 1


# Everything at once

TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["left", "right", "4", "-1", "1e999", "9" * 40, "\x00", "\ud7ff", *HOSTILE]
    ),
)
PLACES = st.sampled_from(
    [
        *("/", "/next", "/thanks", "/facts", "/join/{a}", "/trial/{t}", "/trial/{a}"),
        *("/trial/{t}/{a}.svg", "/trial/{t}/left.{a}", "/trial/{t}/left.mp3"),
        *("/overview", "/overview/{a}", "/overview/toy", "/overview/open/{a}"),
        *(
            "/overview/{a}/open",
            "/overview/{a}/report",
            "/overview/toy/open",
            "/overview/toy/invite",
        ),
        *("/static/{a}", "/{a}", "/{a}/{a}"),
    ]
)
NAMES = ("submit_id", "seen", "sense", "level", "idiom", "notation", "use", "choice")
OTHER_NAMES = ("comment", "seconds", "plays", "heard", "bypass", "event", "rater", "years")


@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    place=PLACES,
    word=TEXT,
    method=st.sampled_from(["GET", "POST", "POST", "POST", "HEAD", "PUT"]),
    sent=st.dictionaries(st.sampled_from(NAMES + OTHER_NAMES), TEXT, max_size=17),
    is_teacher=st.booleans(),
    range_=st.sampled_from(
        [None, "bytes=0-", "bytes=5-1", "bytes=-0", "bytes=--", "x=1-2"]
    ),
)
def test_no_route_fails_whatever_is_sent(
    rater: httpx.Client,
    teacher: httpx.Client,
    site: Site,
    place: str,
    word: str,
    method: str,
    sent: dict[str, str],
    is_teacher: bool,
    range_: str | None,
) -> None:
    """Every answer is a page or a refusal, never a failure."""
    _forget(site)
    client = teacher if is_teacher else rater
    trial = rater.get("/next").url.path.rpartition("/")[2]
    path = place.replace("{t}", trial).replace("{a}", quote(word, safe=""))
    held = fields((teacher.get("/overview/toy") if is_teacher else rater.get("/")).text)
    form = {"token": held["token"]} | sent
    headers = {"Range": range_} if range_ else {}
    data = form if method == "POST" else None
    answer = client.request(
        method, path, data=data, headers=headers, follow_redirects=False
    )

    assert answer.status_code < 500, (method, path, form)


def _forget(site: Site) -> None:
    site.guesses._levels.clear()
    site.pace._levels.clear()
