"""`etudes session`: sessions looked at, raters invited, names kept apart."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from etudes.cli import session_plan
from etudes.cli.console import print_json, print_line, print_table, say
from etudes.errors import InvalidValue
from etudes.paths import database_path
from etudes.rating import ledger, people
from etudes.rating.invitation import invitation
from etudes.rating.session import Rater, Session
from etudes.rating.study.purposes import REPORT, purpose_of
from etudes.rating.taking import progress
from etudes.rating.trial_run import trial_run_of
from etudes.store import Store

if TYPE_CHECKING:
    from etudes.rating.findings.pairs import Stopping

_LONGEST_URL = 200


def list_sessions(database: Path | None, as_json: bool) -> None:
    """Print all sessions, newest first."""
    with Store.open(database or database_path()) as store:
        found = ledger.listed_sessions(store)
    if as_json:
        print_json(
            [
                {
                    "session": one.code,
                    "title": one.title,
                    "made_at": one.made_at.isoformat(),
                    "open": one.is_open,
                    "raters": one.raters,
                    "trials": one.trials,
                    "answered": one.answered,
                    "made_up": one.is_made_up,
                }
                for one in found
            ]
        )
        return
    if tried := [one.code for one in found if one.is_made_up]:
        print_line(trial_run_of(tried))
    rows = [
        [
            one.code,
            one.title,
            f"{one.made_at:%Y-%m-%d}",
            "open" if one.is_open else "closed",
            str(one.raters),
            f"{one.answered} of {one.trials}",
        ]
        for one in found
    ]
    print_table("Sessions", ["code", "title", "made", "", "raters", "answered"], rows)


def show(code: str, database: Path | None, as_json: bool) -> None:
    """Print what a session holds, how far its raters are, and of two models whether
    their comparison can stop."""
    from etudes.rating.findings.pairs import stopping
    from etudes.rating.findings.settings import settings
    from etudes.rating.record import record_of

    with Store.open(database or database_path()) as store:
        record = record_of(store, code)
        session = record.session
        far = {one.id: progress(store, one.id) for one in session.raters}
    found = stopping(record, settings())
    verdicts = found if isinstance(found, tuple) else ()
    if as_json:
        print_json(
            {
                "session": session.code,
                "title": session.title,
                "open": session.is_open,
                "made_up": session.is_made_up,
                "design": dict(session.design),
                "raters": {
                    _short(one): [far[one.id].answered, far[one.id].total]
                    for one in session.raters
                },
                "comparisons": [_verdict_row(one) for one in verdicts],
            }
        )
        return
    if session.is_made_up:
        print_line(trial_run_of([session.code]))
    state = "open" if session.is_open else "closed"
    print_line(f"{session.code}  {session.title}  ({state})")
    purpose = purpose_of(str(session.design.get("purpose", REPORT)))
    language = session.language.english_name
    print_line(f"Made to learn {purpose.words}; raters read {language}.")
    print_table(
        "Pieces, with those for practice",
        ["level", "instrument", "of", "pieces"],
        _pieces(session),
    )
    rows = [
        [_short(one), f"{far[one.id].answered} of {far[one.id].total}"]
        for one in session.raters
    ]
    print_table("Raters", ["rater", "answered"], rows)
    for one in verdicts:
        print_line(session_plan.told(one))


def set_open(code: str, event: Literal["opened", "closed"], database: Path | None) -> None:
    """Take ratings again, or no more."""
    with Store.open(database or database_path()) as store:
        session = ledger.session_of(store, code)
        if session.is_open != (event == "opened"):
            ledger.set_open(store, session.code, event)
    takes = "takes ratings" if event == "opened" else "takes no more ratings"
    say(f"Session {session.code} {takes}.")


def invite(
    code: str,
    *,
    rater: str | None,
    name: str | None,
    url: str,
    database: Path | None,
    as_json: bool,
    is_for_all: bool = False,
) -> None:
    """Print a new link for a rater, for those who have none yet, or for all; older ones of
    theirs open nothing any more."""
    address = _address(url)
    if name is not None and rater is None:
        raise InvalidValue(
            "a rater was expected with the name, for example: etudes session invite "
            f'{code[:20]} --rater R3 --name "A. Teacher"'
        )
    with Store.open(database or database_path()) as store, store.transaction():
        session = ledger.session_of(store, code)
        chosen = _chosen(store, session, rater)
        if rater is None and not is_for_all:
            free = people.without_link(store, session.code)
            chosen = tuple(one for one in chosen if one.id in free)
        if name is not None:
            people.name_rater(store, chosen[0].id, name)
        links = {
            _short(one): f"{address}/join/{people.invite(store, one.id)}" for one in chosen
        }
    if as_json:
        print_json({"session": session.code, "links": links, "text": invitation(session)})
        return
    for who, link in links.items():
        print_line(f"{who}  {link}")
    say(_about_links(session, len(links)))
    if links:
        name = session.language.english_name
        say(f"To send with a link, in {name}:\n\n{invitation(session)}")


def _about_links(session: Session, count: int) -> str:
    """Return what whoever invites should know of the links."""
    code = session.code
    if not count:
        told = (
            f"Every rater of {code} has a link, and none is shown twice. A new one, which "
            f"ends the old: etudes session invite {code} --rater R1, or --all for all."
        )
    else:
        told = (
            "Give each rater one link, and no link to anybody else; it is shown this once, "
            "and older links of the same rater open nothing any more. They work while "
            f"'etudes serve --session {code}' runs."
        )
    if session.is_open:
        return told
    return (
        f"{told} Session {code} is closed and takes no ratings until 'etudes session open "
        f"{code}'."
    )


def names(code: str, database: Path | None, as_json: bool) -> None:
    """Print the names of raters, as far as they are known."""
    with Store.open(database or database_path()) as store:
        session = ledger.session_of(store, code)
        known = people.names(store, session.code)
    rows = {_short(one): known[one.id] for one in session.raters if one.id in known}
    if as_json:
        print_json(rows)
        return
    print_table("Names", ["rater", "name"], [[*row] for row in rows.items()])


def forget(code: str, rater: str | None, database: Path | None) -> None:
    """Delete names for good; ratings stay, under their pseudonyms."""
    with Store.open(database or database_path()) as store:
        session = ledger.session_of(store, code)
        chosen = _chosen(store, session, rater)
        count = people.forget_names(store, [one.id for one in chosen])
    say(f"{count} {'name is' if count == 1 else 'names are'} forgotten; ratings stay.")


def _pieces(session: Session) -> list[list[str]]:
    kinds = sorted((one.level, one.instrument, one.system) for one in session.stimuli)
    return [
        [str(kind[0]), kind[1], kind[2], str(kinds.count(kind))]
        for kind in dict.fromkeys(kinds)
    ]


def _verdict_row(one: "Stopping") -> dict[str, Any]:
    mean = one.look.mean
    return {
        "models": [one.first, one.second],
        "verdict": one.look.verdict,
        "stop": one.look.is_over,
        "raters": one.look.units,
        "waiting": one.waiting,
        "lead": None if one.look.units == 0 else mean.value,
        "interval": [mean.low, mean.high],
        "margin": one.margin,
        "half_width_of_pieces": one.pieces,
    }


def _chosen(store: Store, session: Session, rater: str | None) -> tuple[Rater, ...]:
    if rater is None:
        return session.raters
    return (people.rater_of(store, session.code, rater),)


def _short(rater: Rater) -> str:
    return f"R{rater.number}"


def _address(url: str) -> str:
    plain = url.strip().rstrip("/")
    is_web = plain.startswith(("http://", "https://")) and plain.isascii()
    if not is_web or len(plain) > _LONGEST_URL or any(c.isspace() for c in plain):
        raise InvalidValue(
            f"an address such as http://127.0.0.1:8765 was expected, not '{url[:60]}'"
        )
    return plain
