"""The store keeps every made item, and says plainly when it cannot."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.errors import DamagedData, InvalidValue, OutputError, UnknownName
from etudes.item.codec import (
    melody_from_json,
    melody_to_json,
    request_from_json,
    request_id,
    request_to_json,
    sampling_from_json,
    sampling_to_json,
    tempo_to_json,
    to_json,
)
from etudes.item.item import Item, Tempo
from etudes.item.request import Request
from etudes.melody import Measure, Melody, Note, Rest
from etudes.paths import data_folder
from etudes.sampling.diagnostics import Sampling
from etudes.store import Store, StoredFile, StoredItem
from etudes.store.migrations import schema, statements
from etudes.tables import instrument
from etudes.theory import MODES, Interval, Key, Pitch, TimeSignature

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
REQUEST = Request(2, "violin", 7, key=Key.parse("D major"))
PITCHES = st.builds(Pitch, st.integers(0, 6), st.integers(-2, 2), st.integers(-1, 9))
METRES = st.builds(TimeSignature, st.integers(1, 12), st.sampled_from((2, 4, 8)))
KEYS = st.builds(Key.from_fifths, st.integers(-7, 7), st.sampled_from(MODES))


@st.composite
def melodies(draw: st.DrawFn) -> Melody:
    """Bars filled to the brim with notes and rests, the first or the last one shorter,
    with ties where two neighbours have one pitch."""
    metre, count = draw(METRES), draw(st.integers(1, 5))
    pickup, short = draw(st.booleans()), draw(st.booleans())
    bars = []
    for number in range(count):
        is_pickup = pickup and number == 0
        is_short = short and number == count - 1 and not is_pickup
        length = 12 * metre.numerator
        if is_pickup or is_short:
            length = draw(st.integers(1, length - 1))
        cuts = sorted({0, length, *draw(st.lists(st.integers(1, length), max_size=6))})
        durations = [Fraction(b - a, 12 * metre.denominator) for a, b in pairwise(cuts)]
        notes = [(draw(st.none() | PITCHES), duration) for duration in durations]
        bars.append((notes, is_pickup, is_short, draw(st.booleans())))
    written = [pitch for notes, *_ in bars for pitch, _ in notes]
    following = iter([*written[1:], None])

    def note(pitch: Pitch | None, duration: Fraction) -> Note | Rest:
        repeats = next(following) == pitch
        if pitch is None:
            return Rest(duration)
        return Note(pitch, duration, repeats and draw(st.booleans()))

    return Melody(
        draw(KEYS),
        tuple(
            Measure(metre, tuple(note(*written) for written in notes), *marks)
            for notes, *marks in bars
        ),
    )


@st.composite
def samplings(draw: st.DrawFn, melody: Melody) -> Sampling:
    """How a melody may have been drawn: any figures within their bounds."""
    count, particles = sum(1 for _ in melody.events()), draw(st.integers(1, 64))
    sizes, costs, shares = st.floats(1, particles), st.floats(0, 1e3), st.floats(0, 1)

    def pairs(figures: st.SearchStrategy[float]) -> tuple[tuple[float, float], ...]:
        return tuple(
            draw(st.lists(st.tuples(figures, figures), min_size=count, max_size=count))
        )

    return Sampling(
        particles,
        draw(st.integers(1, 8)),
        draw(sizes),
        draw(sizes),
        draw(st.integers(0, 99)),
        draw(FIGURES),
        draw(st.none() | FIGURES),
        pairs(costs),
        pairs(shares),
    )


REQUESTS = st.builds(
    Request,
    level=st.integers(1, 8),
    instrument=st.text(min_size=1),
    seed=st.integers(0, 2**80),
    count=st.none() | st.integers(1, 200),
    measures=st.none() | st.integers(1, 32),
    key=st.none() | KEYS,
    time_signature=st.none() | METRES,
    tempo=st.none() | st.integers(20, 300),
    range=st.none()
    | st.tuples(PITCHES, PITCHES).map(
        lambda pair: tuple(sorted(pair, key=lambda p: p.midi))
    ),
    values=st.none()
    | st.lists(st.fractions(Fraction(1, 96), 2, max_denominator=96)).map(tuple),
    max_leap=st.none() | st.builds(Interval, st.integers(-9, 9), st.integers(-15, 15)),
    style=st.none() | st.text(),
    pickup=st.none() | st.booleans(),
    focus=st.none() | st.lists(st.text()).map(tuple),
    rubric=st.none() | st.text(),
    contour=st.none() | st.just("arch"),
    temperature=st.none() | st.floats(0.1, 10),
    top_p=st.none() | st.floats(0.1, 1),
    rules=st.none() | st.just(("form: a a' b a", "half-close: 4")),
    tessitura=st.none() | st.just((Pitch.parse("D4"), Pitch.parse("A4"))),
    scale=st.none() | st.just("5ca1e"),
    preference=st.none() | st.just("93ef"),
)
FIGURES = st.floats(allow_nan=False, allow_infinity=False)


def item(number: int = 0, **changes: object) -> Item:
    """One bar of D major for violin, with an id such as 'a0…'."""
    melody = Melody.from_events(
        Key.parse("D major"),
        TimeSignature(3, 4),
        [(Pitch.parse("F#4"), Fraction(1, 4)), (None, Fraction(1, 2))],
    )
    plain = Item(
        id=f"a{number:x}".ljust(12, "0"),
        index=number,
        seed=7,
        instrument="violin",
        melody=melody,
        tempo=Tempo(Fraction(1, 4), 72, "Andante"),
        level_asked=2,
        level_measured=2.25,
        descriptors={"leaps": 0.0, "notes per beat": 1 / 3},
        model_name="folk",
        model_digest="d1",
        bits_per_note=3.5,
        mass_removed=0.125,
    )
    return replace(plain, **changes)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store to be made, in a folder that is not there yet."""
    return tmp_path / "shelf" / "etudes.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path, timeout=0.05) as opened:
        yield opened


@pytest.fixture
def own_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's migrations that a test may change."""
    folder = tmp_path / "home" / "db"
    shutil.copytree(data_folder("db"), folder)
    monkeypatch.setenv("ETUDES_HOME", str(folder.parent))
    return folder


@settings(deadline=None)
@given(melodies())
def test_a_melody_comes_back_from_json_as_it_was(melody: Melody) -> None:
    """Pickup, short bars, ties, double accidentals and odd tuplets survive as text."""
    read = melody_from_json(melody_to_json(melody))

    assert read == melody


@settings(deadline=None)
@given(REQUESTS)
def test_a_request_comes_back_from_json_as_it_was(request: Request) -> None:
    """Whatever a teacher can ask for survives as text."""
    read = request_from_json(request_to_json(request))

    assert read == request


def test_the_requests_above_fill_every_field() -> None:
    """A field that the property does not draw would go untested."""
    full = Request(
        3, "flute", 1, 4, 8, Key.parse("G major"), TimeSignature(3, 4), 60,
        (Pitch.parse("D4"), Pitch.parse("D5")), (Fraction(1, 4),), Interval.parse("P5"),
        "waltz", True, ("thirds",), "3f2a", instrument("flute"),
        ("peak: once",), "arch", 0.9, 0.95, (Pitch.parse("D4"), Pitch.parse("A4")),
        "5ca1e", "93ef",
    )  # fmt: skip

    empty = [field.name for field in fields(Request) if getattr(full, field.name) is None]

    assert (empty, request_from_json(request_to_json(full))) == ([], full)


def test_equal_requests_have_one_id_and_others_another() -> None:
    """The id speaks for what was asked: the same page has it, another seed has not."""
    ids = [
        request_id(REQUEST),
        request_id(replace(REQUEST)),
        request_id(replace(REQUEST, seed=8)),
    ]

    assert (ids[0] == ids[1], ids[0] == ids[2]) == (True, False)


@settings(deadline=None)
@given(st.data())
def test_a_sampling_comes_back_from_json_as_it_was(data: st.DataObject) -> None:
    """Every figure of every event survives as text, to the last bit."""
    told = data.draw(melodies().flatmap(samplings))

    assert sampling_from_json(sampling_to_json(told)) == told


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"bits":[[1]],"removed":[]}', "null"])
def test_text_that_is_no_sampling_is_refused(text: str) -> None:
    """What does not tell how a melody was drawn is a wrong value, not a crash."""
    with pytest.raises(InvalidValue, match="a sampling as JSON was expected"):
        sampling_from_json(text)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"key":"H major"}', "null", "3"])
def test_text_that_is_no_melody_is_refused(text: str) -> None:
    """What is not a melody's JSON is a wrong value, not a crash."""
    with pytest.raises(InvalidValue, match="a melody as JSON was expected"):
        melody_from_json(text)


@settings(max_examples=25, deadline=None)  # each makes a new store
@given(
    melody=melodies(),
    request=REQUESTS,
    seed=st.integers(0, 2**70),
    figure=FIGURES,
    data=st.data(),
)
def test_an_item_comes_back_from_the_store_as_it_was(
    melody: Melody, request: Request, seed: int, figure: float, data: st.DataObject
) -> None:
    """Notes, figures, how it was drawn and the request are the ones that were saved, to
    the last bit."""
    kept = item(
        melody=melody,
        seed=seed,
        level_measured=figure,
        descriptors={"x": figure},
        sampling=data.draw(st.none() | samplings(melody)),
    )

    with Store.open(Path(":memory:")) as shelf:
        shelf.save(request, [kept], made_at=NOON)
        found = shelf.item(kept.id)

    assert found == StoredItem(kept, request, NOON)


def test_the_store_outlives_its_closing(path: Path) -> None:
    """A page made today is there tomorrow, in another run."""
    with Store.open(path) as shelf:
        shelf.save(REQUEST, [item(0), item(1)], made_at=NOON)

    with Store.open(path) as shelf:
        found = shelf.items()

    assert found == [StoredItem(item(0), REQUEST, NOON), StoredItem(item(1), REQUEST, NOON)]


def test_the_same_item_twice_is_kept_once(store: Store) -> None:
    """Making a page again adds nothing and keeps the first time."""
    store.save(REQUEST, [item()], made_at=NOON)
    store.save(REQUEST, [item()], made_at=NOON + timedelta(days=1))

    found = store.items()

    assert found == [StoredItem(item(), REQUEST, NOON)]


def test_a_sheet_belongs_to_every_item_on_it(store: Store, tmp_path: Path) -> None:
    """One PDF prints two items, one MIDI file plays the second; told twice is once."""
    sheet = StoredFile(tmp_path / "sheet.pdf", "pdf", "0" * 64, NOON)
    sound = StoredFile(tmp_path / "second.mid", "midi", "1" * 64, NOON)
    first, second = item(0), item(1)
    store.save(REQUEST, [first, second])

    for file, ids in ((sheet, [first.id, second.id]), (sound, [second.id])) * 2:
        store.record_file(file.path, file.format, file.sha256, ids, written_at=NOON)

    assert [found.files for found in store.items()] == [(sheet,), (sheet, sound)]


def test_a_file_of_an_unsaved_item_is_refused_whole(store: Store, tmp_path: Path) -> None:
    """Nothing of the file stays behind when one of its items is unknown."""
    store.save(REQUEST, [item()], made_at=NOON)

    with pytest.raises(UnknownName, match=r"'zz'; the newest are a0"):
        store.record_file(tmp_path / "a.pdf", "pdf", "0" * 64, [item().id, "zz"])

    assert store.items() == [StoredItem(item(), REQUEST, NOON)]


def test_items_are_listed_newest_first_and_by_level_and_instrument(store: Store) -> None:
    """A teacher looks for what was made last, at one level, for one instrument."""
    old, hard, wind, new = (
        item(0),
        item(1, level_asked=5),
        item(2, instrument="flute"),
        item(3),
    )
    for day, one in enumerate((old, hard, wind, new)):
        store.save(REQUEST, [one], made_at=NOON + timedelta(days=day))

    listed = [
        [found.item for found in store.items(limit, level, instrument)]
        for limit, level, instrument in (
            (2, None, None),
            (None, 5, None),
            (None, None, "flute"),
            (None, 2, "violin"),
        )
    ]

    assert listed == [[new, wind], [hard], [wind], [new, old]]


def test_the_beginning_of_an_id_finds_its_item(store: Store) -> None:
    """A few letters are enough where only one id begins so; a whole id always is."""
    first, second = item(0, id="abc"), item(1, id="abcd")
    store.save(REQUEST, [first, second])

    found = [store.item(prefix).item for prefix in ("abc", "abcd")]

    assert found == [first, second]


@pytest.mark.parametrize(
    ("prefix", "message"),
    [
        ("a", r"several items \(a00.*, a10.*\); give more of the id"),
        ("b", "no item .* is 'b'; the newest are a0"),
        ("%", "no item .* is '%'"),
        ("", "no item"),
    ],
)
def test_a_doubtful_id_is_answered_with_what_to_do(
    store: Store, prefix: str, message: str
) -> None:
    """Too short or unknown, the message offers ids that are there."""
    store.save(REQUEST, [item(0), item(1)])

    with pytest.raises(UnknownName, match=message):
        store.item(prefix)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE items SET level_asked = 3",
        "DELETE FROM items",
        "REPLACE INTO items SELECT * FROM items",
        "UPDATE requests SET request = '{}'",
        "DELETE FROM requests",
    ],
)
def test_what_was_made_is_never_changed(store: Store, change: str) -> None:
    """The tables themselves refuse to rewrite history."""
    store.save(REQUEST, [item()], made_at=NOON)

    with pytest.raises(InvalidValue, match="is never"), store.transaction() as connection:
        connection.execute(change)

    assert store.items() == [StoredItem(item(), REQUEST, NOON)]


@pytest.mark.parametrize(
    "wrong",
    [
        {"level_asked": 9},
        {"bits_per_note": float("nan")},
        {"descriptors": {"leaps": float("inf")}},
    ],
)
def test_a_wrong_item_keeps_its_whole_page_out(
    store: Store, wrong: dict[str, object]
) -> None:
    """A page is saved whole or not at all."""
    with pytest.raises(InvalidValue):
        store.save(REQUEST, [item(0), item(1, **wrong)])

    assert store.items() == []


def test_a_backup_is_a_store_like_the_first(store: Store, tmp_path: Path) -> None:
    """What was saved can be read from the copy, which is sound."""
    store.save(REQUEST, [item()], made_at=NOON)

    store.backup(tmp_path / "copy.db")

    with Store.open(tmp_path / "copy.db") as copy:
        assert (copy.items(), copy.verify()) == ([StoredItem(item(), REQUEST, NOON)], [])


@pytest.mark.parametrize("there", ["copy.db", "copy.db-journal"])
def test_a_backup_overwrites_nothing(store: Store, tmp_path: Path, there: str) -> None:
    """Neither an older backup nor a journal that would be played into the new one."""
    (tmp_path / there).write_text("older")

    with pytest.raises(OutputError, match=r"a new file was expected .*copy\.db"):
        store.backup(tmp_path / "copy.db")

    assert (tmp_path / there).read_text() == "older"


@pytest.mark.parametrize(
    "content", [b"F# major" * 400, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_file_that_is_no_database_is_left_alone(path: Path, content: bytes) -> None:
    """The user hears what the file is not, and the file stays as it was."""
    path.parent.mkdir()
    path.write_bytes(content)

    with pytest.raises(DamagedData, match=r"etudes\.db is not a database; move it away"):
        Store.open(path)

    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(path: Path) -> None:
    """A file that somebody else keeps data in gets no tables of ours."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (cake TEXT)")
    before = path.read_bytes()

    with pytest.raises(DamagedData, match="belongs to another program"):
        Store.open(path)

    assert path.read_bytes() == before


def test_a_torn_file_is_called_damaged(path: Path) -> None:
    """A store whose second half is overwritten says so instead of giving wrong notes."""
    with Store.open(path) as shelf:
        shelf.save(REQUEST, [item(number) for number in range(100)])
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    with pytest.raises(DamagedData, match=r"etudes\.db is damaged; put a backup"):
        Store.open(path).close()


def test_a_locked_store_says_so_and_loses_nothing(store: Store, path: Path) -> None:
    """While another program holds the file, saving, reading, copying and opening fail
    with one line; afterwards everything works."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")

        for attempt in (
            lambda: store.save(REQUEST, [item()]),
            store.items,
            lambda: store.backup(path.with_name("copy.db")),
            lambda: Store.open(path, timeout=0.05),
        ):
            with pytest.raises(DamagedData, match=r"etudes\.db is locked .* try again"):
                attempt()
        other.execute("ROLLBACK")
    store.save(REQUEST, [item()], made_at=NOON)

    assert store.items() == [StoredItem(item(), REQUEST, NOON)]


@pytest.mark.parametrize(
    ("pragma", "message"),
    [
        ("query_only = ON", "cannot be written; allow writing"),
        ("max_page_count = 1", "has no room left on its disk"),
    ],
)
def test_a_store_that_cannot_grow_stays_readable(
    store: Store, pragma: str, message: str
) -> None:
    """Read-only or on a full disk, the store refuses the page and keeps the others."""
    store.save(REQUEST, [item()], made_at=NOON)
    store.connection.execute(f"PRAGMA {pragma}")

    with pytest.raises(DamagedData, match=message):
        store.save(REQUEST, [item(number) for number in range(1, 60)])

    assert store.items() == [StoredItem(item(), REQUEST, NOON)]


def test_a_folder_cannot_be_a_store(tmp_path: Path) -> None:
    """A folder given for the file is named in one line."""
    with pytest.raises(DamagedData, match="cannot be opened"):
        Store.open(tmp_path)


def test_a_store_needs_a_folder_that_can_be_made(tmp_path: Path) -> None:
    """A file in the way of the folder is named in one line."""
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match=r"the folder .* cannot be made"):
        Store.open(tmp_path / "file" / "etudes.db")


def test_an_edited_migration_is_found_out(path: Path, own_migrations: Path) -> None:
    """A migration that was applied must stay as it was, to the letter."""
    Store.open(path).close()
    with (own_migrations / "0001_items.sql").open("a") as file:
        file.write("-- an afterthought\n")

    with pytest.raises(
        DamagedData, match=r"0001_items\.sql was edited after it was applied"
    ):
        Store.open(path)


def test_line_ends_of_a_checkout_are_no_edit(path: Path, own_migrations: Path) -> None:
    """A checkout with Windows line ends fits a store made with the others."""
    Store.open(path).close()
    migration = own_migrations / "0001_items.sql"
    migration.write_bytes(migration.read_bytes().replace(b"\n", b"\r\n"))

    with Store.open(path) as shelf:
        assert shelf.verify() == []


def test_a_new_migration_keeps_what_is_there(path: Path, own_migrations: Path) -> None:
    """An older store is brought up to date with its items."""
    with Store.open(path) as shelf:
        shelf.save(REQUEST, [item()], made_at=NOON)
    added = "CREATE TABLE pupils (name TEXT) STRICT;"
    (own_migrations / "0003_pupils.sql").write_text(added)

    with Store.open(path) as shelf:
        kept, now = shelf.items(), schema(shelf.connection)

    assert (kept, added in now) == ([StoredItem(item(), REQUEST, NOON)], True)


def test_items_of_the_first_version_are_read(path: Path, own_migrations: Path) -> None:
    """A store of the first version keeps its items, which say nothing of how they were
    drawn and have no markings; new ones beside them do."""
    noon = NOON.isoformat(timespec="microseconds")
    later = [*own_migrations.glob("*.sql")]
    later.remove(own_migrations / "0001_items.sql")
    texts = {file: file.read_text() for file in later if file.name[0].isdecimal()}
    for file in texts:
        file.unlink()
    with Store.open(path) as shelf, shelf.transaction() as connection:
        old = item(0)
        asked = request_id(REQUEST), request_to_json(REQUEST), noon
        connection.execute("INSERT INTO requests VALUES (?, ?, ?)", asked)
        connection.execute("INSERT INTO models VALUES (?, ?)", ("folk", "d1"))
        connection.execute(
            "INSERT INTO items VALUES "
            "(?, ?, 0, '7', 'violin', 2, 2.25, 'folk', 'd1', ?, ?, ?, 3.5, 0.125, ?)",
            (
                old.id,
                request_id(REQUEST),
                melody_to_json(old.melody),
                tempo_to_json(old.tempo),
                to_json(old.descriptors),
                noon,
            ),
        )
    for file, text in texts.items():
        file.write_text(text)
    told = Sampling(16, 1, 9.5, 8.0, 2, 1.5, 3.0, ((1.0, 2.0),) * 2, ((0.0, 0.5),) * 2)
    new = item(1, sampling=told)

    with Store.open(path) as shelf:
        shelf.save(REQUEST, [new], made_at=NOON)
        found, problems = shelf.items(), shelf.verify()

    assert found == [StoredItem(old, REQUEST, NOON), StoredItem(new, REQUEST, NOON)]
    assert problems == []


def test_a_migration_that_fails_changes_nothing(path: Path, own_migrations: Path) -> None:
    """Half a migration is none: the first, good statement is taken back too."""
    Store.open(path).close()
    bad = own_migrations / "0003_bad.sql"
    bad.write_text(
        "CREATE TABLE pupils (name TEXT) STRICT;\nINSERT INTO nowhere VALUES (1);"
    )

    with pytest.raises(DamagedData, match="no such table: nowhere"):
        Store.open(path)
    bad.unlink()

    with Store.open(path) as shelf:
        assert "pupils" not in schema(shelf.connection)


def test_a_store_of_a_newer_version_is_not_touched(
    path: Path, own_migrations: Path
) -> None:
    """An old program does not write into tables that it does not know."""
    newer = own_migrations / "0003_pupils.sql"
    newer.write_text("CREATE TABLE pupils (name TEXT) STRICT;")
    Store.open(path).close()
    newer.unlink()

    with pytest.raises(DamagedData, match=r"newer etudes made it .*0003_pupils.* upgrade"):
        Store.open(path)


def test_the_schema_file_is_the_live_schema(store: Store) -> None:
    """`db/schema.sql` is what the migrations make (python -m etudes.store writes it)."""
    written = (data_folder("db") / "schema.sql").read_text(encoding="utf-8")

    live = schema(store.connection)

    assert list(statements(written)) == list(statements(live))


def test_every_table_is_strict(store: Store) -> None:
    """No table of ours takes text for a number."""
    tables = store.connection.execute(
        "SELECT name FROM pragma_table_list WHERE NOT strict AND type = 'table' "
        "AND name NOT LIKE 'sqlite%' AND name != '_sqlite_migrations'"
    )

    assert tables.fetchall() == []


def test_verifying_names_each_damage(store: Store) -> None:
    """A lost trigger, a reference to nothing and a melody with a bad bar are all told."""
    store.save(REQUEST, [item()])
    with store.transaction() as connection:
        connection.execute("DROP TRIGGER items_stay_as_made")
        connection.execute("UPDATE items SET melody = '{}'")
    store.connection.execute("PRAGMA foreign_keys = OFF")
    store.connection.execute("INSERT INTO file_items VALUES ('nobody', 1)")

    problems = store.verify()

    assert [problem.split(" of the store")[0] for problem in problems] == [
        "a row of file_items points to nothing in files",
        "a row of file_items points to nothing in items",
        "'CREATE TRIGGER items_stay_as_made' is gone or was changed",
        f"item {item().id}",
    ]


WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from etudes.store import Store
from tests.test_store import REQUEST, item
path, first = Path(sys.argv[1]), int(sys.argv[2])
with Store.open(path) as store:
    for number in range(first, first + 10):
        store.save(replace(REQUEST, seed=number), [item(number)])
"""


def test_two_writers_at_once_lose_nothing(path: Path) -> None:
    """Two runs that make the store together and save ten items each leave twenty."""
    root = Path(__file__).parents[1]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, str(first)], cwd=root)
        for first in (100, 200)
    ]
    endings = [writer.wait(60) for writer in writers]

    with Store.open(path) as shelf:
        numbers = sorted(found.item.index for found in shelf.items())

    assert (endings, numbers) == ([0, 0], [*range(100, 110), *range(200, 210)])


def test_an_ordinary_run_imports_no_sqlite_utils(path: Path) -> None:
    """sqlite-utils is slow to import; only a store to be made or migrated needs it."""
    Store.open(path).close()
    run = (
        "import sys; from pathlib import Path; from etudes.store import Store; "
        "Store.open(Path(sys.argv[1])).close(); sys.exit('sqlite_utils' in sys.modules)"
    )

    ending = subprocess.run([sys.executable, "-c", run, path], check=False).returncode

    assert ending == 0
