"""Nothing that a rater receives tells who made a piece.

A small session is really made (two levels, two instruments; a model, people, bare rules,
an anchor), and everything that its raters are sent is searched: pictures, sounds, pages,
headers, words and files of the terminal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from web_server import answer_fields, joined, served, token_for

from etudes import Request
from etudes.cli.keyboard import ENTER
from etudes.cli.rate import rate
from etudes.item.make import load_runtime, make
from etudes.rating.ledger import medium, save_session
from etudes.rating.session import Stimulus
from etudes.rating.study.blind import cleaned, scores
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.rating.study.making import Prepared, prepared
from etudes.store import Store

FALSE_ALARM = 0.01
"""How often a test of sizes would fail though nothing tells pieces apart."""

BY_CHANCE = 6
"""Letters of a word that does not come by chance among bytes of sound."""

DESIGN = Design(
    tuple(Cell(level, player) for level in (2, 4) for player in ("violin", "clarinet")),
    ("gru-256",),
    raters=2,
    per_rater=28,
    items=20,
    controls=0.3,
    baseline=0.1,
    repeats=0.1,
    pairs=4,
    anchors=1,
    training=2,
    seed=11,
)


@dataclass(frozen=True)
class Made:
    """The session as it was made, and the store that keeps it."""

    path: Path
    ready: Prepared

    @cached_property
    def telling(self) -> list[str]:
        """Every word that no rater may see."""
        words = {"gru", "human", "baseline", "anchor", "etudes", "lilypond", "cairo"}
        for one, request in zip(self.ready.shown, self.ready.requests, strict=True):
            item, stimulus = one.item, one.stimulus
            words |= {item.id, item.model_name, item.model_digest, str(item.seed)}
            words |= {stimulus.system, str(request.seed)}
            words |= {stimulus.score_sha256, stimulus.sound_sha256}
            if stimulus.origin == "human":  # "collection/number (Title): 8 bars"
                words |= {stimulus.source, stimulus.source.partition(" ")[0]}
                words |= set(re.findall(r"\(([^)]{4,})\)", stimulus.source))
        return sorted(word.lower() for word in words if len(word) > 2)

    def of(self, *origins: str) -> list[Stimulus]:
        return [s for s in self.ready.session.stimuli if s.origin in origins]

    def score(self, stimulus: Stimulus) -> bytes:
        return self._medium(stimulus.score_sha256)

    def sound(self, stimulus: Stimulus) -> bytes:
        return self._medium(stimulus.sound_sha256)

    def _medium(self, digest: str) -> bytes:
        with Store.open(self.path) as store:
            return medium(store, digest).content


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    folder = tmp_path_factory.mktemp("blind")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ETUDES_CACHE", str(folder / "cache"))
        ready = prepared(DESIGN, "Spring", {"gru-256": load_runtime(None)})
        with Store.open(folder / "s.db") as store:
            save_session(store, ready.session, ready.shown, ready.requests)
        yield Made(folder / "s.db", ready)


def told(content: bytes, made: Made, least: int = 3) -> list[str]:
    """The words in some bytes that no rater may see, of so many letters or more."""
    lower = content.lower()
    words = [word for word in made.telling if len(word) >= least]
    return [word for word in words if word.encode() in lower]


def test_the_session_has_pieces_of_every_origin(made: Made) -> None:
    found = {origin: len(made.of(origin)) for origin in ("human", "baseline", "anchor")}
    assert found == {"human": 6, "baseline": 2, "anchor": 1}
    assert len(made.of("model")) == 12 + 3
    cells = {(s.level, s.instrument) for s in made.of("model")}
    assert cells == {(cell.level, cell.instrument) for cell in DESIGN.cells}


def test_no_picture_tells_anything(made: Made) -> None:
    """Shapes alone: no words, no metadata, and no names but those of glyphs."""
    names = {"svg", "defs", "g", "symbol", "clipPath", "path", "use", "rect"}
    for stimulus in made.ready.session.stimuli:
        content = made.score(stimulus)
        assert not told(content, made)
        assert b"<!--" not in content
        for element in ET.fromstring(content).iter():  # noqa: S314 - our own
            assert element.tag.rpartition("}")[2] in names
            assert not (element.text or "").strip()
            assert re.fullmatch(r"(glyph|clip)[-\d]+|", element.get("id", ""))
            assert "href" not in "".join(element.keys()) or element.tag.endswith("use")


def test_no_sound_has_a_tag(made: Made) -> None:
    """MP3 frames from the first byte to the last: neither ID3 nor APE tags."""
    for stimulus in made.ready.session.stimuli:
        content = made.sound(stimulus)
        assert content[0] == 0xFF
        assert content[1] & 0xE0 == 0xE0
        assert not content[-128:].startswith(b"TAG")
        assert b"ID3" not in content[:10]
        assert b"APETAGEX" not in content
        assert not told(content, made, BY_CHANCE)


def test_all_pieces_are_engraved_alike(made: Made) -> None:
    """One width, one distance of staff lines, one thickness, the same clefs: a glyph that
    two pictures share is drawn by the same path in both."""
    widths, staves = set(), set()
    for stimulus in made.ready.session.stimuli:
        root = ET.fromstring(made.score(stimulus))  # noqa: S314 - our own
        widths.add(root.get("width"))
        staves.add(_staff(root))
    assert len(widths) == 1
    assert len(staves) == 1
    glyphs = [_glyphs(made.score(s)) for s in made.of("human", "baseline", "anchor")]
    models = set().union(*(_glyphs(made.score(s)) for s in made.of("model")))
    for own in glyphs:
        # nearly all signs of a piece by others stand in some piece by the model too
        assert len(own & models) >= 0.7 * len(own)


def _staff(root: ET.Element) -> tuple[str | None, ...]:
    """How the first line of the first staff is drawn, and how far the second one is."""
    lines = [e for e in root.iter() if re.fullmatch(_LINE, e.get("d", "").strip())][:2]
    heights = [float(e.get("d", "").split()[2]) for e in lines]
    scale = (lines[0].get("transform") or "").split(",")[0]
    return lines[0].get("style"), scale, f"{abs(heights[0] - heights[1]):.1f}"


_LINE = r"M \S+ (\S+) L \S+ \1"


def _glyphs(content: bytes) -> set[str]:
    root = ET.fromstring(content)  # noqa: S314 - our own
    symbols = (e for e in root.iter() if e.tag.endswith("symbol"))
    return {path.get("d", "") for symbol in symbols for path in symbol}


@pytest.mark.parametrize("what", ["score", "sound"])
def test_sizes_in_bytes_tell_nothing(made: Made, what: str) -> None:
    """A permutation test of the mean sizes of model and human pieces, with a chance of
    1 in 100 to fail though they are alike; and their ranges overlap."""
    sizes = [
        [len(getattr(made, what)(s)) for s in made.of(origin)]
        for origin in ("model", "human")
    ]
    ours, theirs = map(np.array, sizes)
    assert ours.min() < np.median(theirs) < ours.max()
    every, rng = np.concatenate([ours, theirs]), np.random.default_rng(1)
    apart = abs(ours.mean() - theirs.mean())
    others = []
    for _ in range(2000):
        mixed = rng.permutation(every)
        others.append(abs(mixed[: len(ours)].mean() - mixed[len(ours) :].mean()))
    assert np.mean(np.array(others) >= apart) > FALSE_ALARM


def test_ids_are_opaque_and_new_each_time(made: Made) -> None:
    """Nothing of an item's id or seed is in the id of what is shown, nor do ids rise."""
    session = made.ready.session
    ids = [one.id for one in session.stimuli] + [one.id for one in session.trials]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[0-9a-f]{16}", one) for one in ids)
    assert [t.id for t in session.trials] != sorted(t.id for t in session.trials)
    assert re.fullmatch(r"[2-9a-z]{6}", session.code)


def test_pages_headers_and_media_tell_nothing(made: Made) -> None:
    """A rater's whole way through the page, every byte and every header of it."""
    rater = made.ready.session.raters[0].id
    token = token_for(made.path, rater)
    received: list[tuple[str, bytes]] = []
    with served(made.path) as site, joined(site.address.url, token) as client:

        def fetch(path: str) -> str:
            response = client.get(path)
            assert response.status_code == 200, path
            heads = "\n".join(f"{k}: {v}" for k, v in response.headers.items())
            received.append((f"headers of {path}", heads.encode()))
            received.append((path, _without_program(response.content)))
            assert "etag" not in response.headers
            assert "content-disposition" not in response.headers
            assert "last-modified" not in response.headers
            return response.text if "text/" in response.headers["content-type"] else ""

        start = fetch("/")
        for linked in set(re.findall(r'(?:src|href)="(/[^"]+)"', start)):
            fetch(linked)
        for _ in made.ready.session.trials_of(rater):
            page = client.get("/next")
            path = page.url.path
            text = fetch(path)
            for source in set(re.findall(r'src="([^"]+\.(?:svg|mp3))"', text)):
                fetch(source if source.startswith("/") else f"{path}/{source}")
            sent = client.post(
                path,
                data=answer_fields(text),
                headers={"origin": site.address.url},
            )
            assert sent.status_code == 200
        fetch("/thanks")
    pictures = [name for name, _ in received if name.endswith(".svg")]
    assert len(pictures) >= DESIGN.trials
    found = {
        name: told(content, made, BY_CHANCE if name.endswith(".mp3") else 3)
        for name, content in received
    }
    assert not {name: words for name, words in found.items() if words}


def _without_program(content: bytes) -> bytes:
    """A page may say which program serves it, as every piece comes from the same, and
    CSS has a word of its own for where letters stand."""
    return re.sub(rb"(?i)etudes|(align-items|vertical-align): ?baseline", b"", content)


class Keys:
    """Answers everything with 4 or equal, and remembers what was asked."""

    is_person = True

    def __init__(self) -> None:
        self.seen: list[str] = []

    def key(self, prompt: str) -> str:
        self.seen.append(prompt)
        if len(self.seen) > 2000:
            raise EOFError
        answers = {"1 to 7": "4", "l, r or e": "e"}
        return next((key for asks, key in answers.items() if asks in prompt), ENTER)

    def line(self, prompt: str) -> str:
        self.seen.append(prompt)
        return ""


def test_the_terminal_tells_nothing(made: Made, tmp_path: Path) -> None:
    """Words, names of files and what is in them."""
    keys, said, viewed = Keys(), list[str](), list[Path]()
    contents: list[bytes] = []

    def view(path: Path) -> bool:
        viewed.append(path)
        contents.append(path.read_bytes())
        return True

    rate(
        made.ready.session.code,
        "R2",
        database=made.path,
        silent=tmp_path / "sound",
        keys=keys,
        say=said.append,
        play=lambda _: None,
        view=view,
    )
    files = [path for path in (tmp_path / "sound").rglob("*") if path.is_file()]
    assert len(viewed) == len(set(viewed)) > 0
    words = "\n".join([*keys.seen, *said])
    assert "Trial 1 of" in words
    names = [path.name for path in [*files, *viewed]]
    for content in [words.encode(), *map(str.encode, names)]:
        assert not told(_without_program(content), made)
    # pictures stand in pages as base64, in which short words come by chance
    for content in [*contents, *(path.read_bytes() for path in files)]:
        assert not told(_without_program(content), made, BY_CHANCE)


def test_a_picture_is_stripped_of_all_but_its_shapes() -> None:
    told_all = (
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" '
        b'xmlns:xlink="http://www.w3.org/1999/xlink" id="item7" data-seed="7">'
        b"<!-- made by gru --><title>Title</title><desc>seed 7</desc>"
        b"<metadata><creator>model</creator></metadata><style>.gru{}</style>"
        b"<script>alert(1)</script><text>Trad.</text>"
        b'<g class="human" onclick="x()"><path d="M 1 1" id="anchor"/></g>'
        b'<use xlink:href="#glyph0-1" x="1" y="2"/><use xlink:href="http://a.b/c"/>'
        b'<image xlink:href="data:x"/></svg>'
    )
    found = cleaned(told_all)
    for word in (b"gru", b"seed", b"Title", b"model", b"human", b"anchor", b"script"):
        assert word not in found
    for word in (b"style", b"Trad", b"http://a.b", b"data", b"onclick", b"item7"):
        assert word not in found
    assert b'"#glyph0-1"' in found
    assert b'd="M 1 1"' in found


def test_a_piece_of_many_lines_stays_in_one_picture() -> None:
    """A page of a sheet may be turned in it; what a rater sees has one page."""
    (item,) = make(Request(8, "violin", seed=1, count=1, measures=48))
    (picture,) = scores([item])

    root = ET.fromstring(picture.content)  # noqa: S314 - our own
    lines = [e for e in root.iter() if re.fullmatch(_LINE, e.get("d", "").strip())]
    assert len(lines) > 8 * 5  # of five lines is a staff
