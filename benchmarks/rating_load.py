"""A hundred raters at once against `etudes serve`: how long a post takes, what gets lost.

uv run python benchmarks/rating_load.py --json
uv run python benchmarks/rating_load.py --raters 300 --seconds 20 --pause 2
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from random import Random
from urllib.parse import urlencode

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from rating_sessions import toy_session
from web_server import started

from etudes.rating.people import invite
from etudes.rating.record import record_of
from etudes.store import Store

_GOAL = 150.0
"""Milliseconds: 95 % of the posts are answered sooner."""
_CODE = "load"
_NAMES = ("sense", "level", "idiom", "notation", "use")


class Visitor:
    """A browser as far as the load goes: one connection, one cookie."""

    def __init__(self, port: int) -> None:
        self._port, self._cookie = port, ""
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(
        self, path: str, form: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of an answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        body = urlencode(form).encode() if form is not None else b""
        lines = [
            f"{'GET' if form is None else 'POST'} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self._port}",
            f"Cookie: {self._cookie}",
        ]
        if form is not None:
            lines += [
                f"Origin: http://127.0.0.1:{self._port}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in head[1:] if ": " in line)
        headers = {name.lower(): value for name, value in pairs}
        content = await reader.readexactly(int(headers.get("content-length", 0)))
        if "set-cookie" in headers:
            self._cookie = headers["set-cookie"].partition(";")[0]
        return int(head[0].split(" ")[1]), headers, content


async def rate(
    port: int, token: str, end: float, pause: float, rng: Random
) -> tuple[list[float], list[str], Counter[int]]:
    """Answer trials until the end; return the posts' seconds, what was acknowledged, and
    the statuses that came."""
    visitor, took, kept = Visitor(port), [], []
    statuses: Counter[int] = Counter()
    await asyncio.sleep(rng.uniform(0, pause))
    await visitor.ask(f"/join/{token}")
    _, headers, _ = await visitor.ask("/next")
    place = headers["location"]
    while place.startswith("/trial/") and time.monotonic() < end:
        _, _, page = await visitor.ask(place)
        for name in ("left.svg", "left.mp3"):
            await visitor.ask(f"{place}/{name}")
        form = dict(
            re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.decode())
        )
        form |= {name: str(rng.randint(1, 7)) for name in _NAMES} | {"heard": "1"}
        await asyncio.sleep(rng.uniform(0.5, 1.5) * pause)
        begun = time.perf_counter()
        status, headers, _ = await visitor.ask(place, form)
        took.append(time.perf_counter() - begun)
        statuses[status] += 1
        if status != 303:
            break
        kept.append(form["submit_id"])
        place = headers["location"]
    return took, kept, statuses


async def all_of(
    port: int, tokens: list[str], seconds: float, pause: float
) -> list[tuple[list[float], list[str], Counter[int]]]:
    """Let all raters rate at once."""
    end = time.monotonic() + seconds
    return await asyncio.gather(
        *(rate(port, token, end, pause, Random(n)) for n, token in enumerate(tokens))
    )


def measure(folder: Path, raters: int, seconds: float, pause: float) -> dict[str, float]:
    """Make a session, serve it, let raters rate, and count what is in the store."""
    path = folder / "load.db"
    trials = int(seconds / pause * 1.3) + 2
    with Store.open(path) as store:
        session = toy_session(
            store, code=_CODE, raters=raters, singles=trials, pairs=0, seconds=8
        )
        tokens = [invite(store, rater.id) for rater in session.raters]
    server = started(path)
    try:
        results = asyncio.run(all_of(server.port, tokens, seconds, pause))
    finally:
        server.kill()
    took = sorted(1000 * one for times, _, _ in results for one in times)
    acknowledged = [one for _, kept, _ in results for one in kept]
    with Store.open(path) as store:
        record = record_of(store, _CODE)
        problems = store.verify()
        (rows,) = store.connection.execute("SELECT count(*) FROM ratings").fetchone()
    there = Counter(one.rating.submit_id for one in (*record.training, *record.judgements))
    return {
        "raters": raters,
        "seconds": seconds,
        "posts": len(took),
        "p50_ms": round(took[len(took) // 2], 1),
        "p95_ms": round(took[int(0.95 * len(took))], 1),
        "p99_ms": round(took[int(0.99 * len(took))], 1),
        "most_ms": round(took[-1], 1),
        "refused": sum(
            n for *_, codes in results for code, n in codes.items() if code != 303
        ),
        "lost": sum(one not in there for one in acknowledged),
        "doubled": rows - len(there) + len(acknowledged) - len({*acknowledged}),
        "problems": len(problems),
    }


def main() -> int:
    """Measure and print; 1 if an answer was lost or doubled, or posts took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raters", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds for a page")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), options.raters, options.seconds, options.pause)
    if options.json:
        print(json.dumps(found))
    else:
        print("  ".join(f"{name} {value}" for name, value in found.items()))
    wrong = found["lost"] + found["doubled"] + found["refused"] + found["problems"]
    return int(bool(wrong) or found["p95_ms"] > _GOAL)


if __name__ == "__main__":
    sys.exit(main())
