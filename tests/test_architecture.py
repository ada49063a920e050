"""The flow goes one way, and starting up stays light."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "etudes"

LAYERS = (
    {"errors"},
    {"paths"},
    {"digest"},
    {"statistics"},
    {"theory"},
    {"melody"},
    {"tables"},
    {"technique"},
    {"reading"},
    {"difficulty"},
    {"focus"},
    {"encoding"},
    {"corpus"},
    {"originality"},
    {"model"},
    {"runtime"},
    {"constraints"},
    {"sampling"},
    {"markings"},
    {"item"},
    {"checking"},
    {"words"},
    {"listening"},
    {"assessment"},
    {"sheet"},
    {"writing", "engraving"},
    {"audio"},
    {"store"},
    {"rating"},
    {"evaluation"},
    {"publish"},
    {"web"},
    {"cli"},
)
"""A room imports only from rooms above its own line."""

_LEVEL = {room: number for number, rooms in enumerate(LAYERS) for room in rooms}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            base = node.module
            names |= {f"{base}.{alias.name}" for alias in node.names} | {base}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    parts = {name.split(".")[1] for name in names if name.startswith("etudes.")}
    return parts & _LEVEL.keys()


def sources() -> list[Path]:
    return [
        p
        for p in sorted(PACKAGE.rglob("*.py"))
        if p.name != "__init__.py" or p.parent != PACKAGE
    ]


def test_every_room_is_in_the_plan() -> None:
    """A new room needs a place in the flow."""
    assert {room_of(path) for path in sources()} - {"__main__"} == set(_LEVEL)


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_from_above(path: Path) -> None:
    """Nothing flows back."""
    own = room_of(path)
    if own == "__main__":
        return

    upwards = {
        room
        for room in imported_rooms(path)
        if room != own
        and _LEVEL[room] >= _LEVEL[own]
        and {room, own} != {"writing", "engraving"}
    }

    assert upwards == set()


def loaded_by(program: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program + "\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


HEAVY = {"tensorflow", "keras", "music21", "pandas", "scipy", "matplotlib", "sqlite_utils"}


def test_importing_the_package_loads_nothing_heavy() -> None:
    """Not even NumPy."""
    assert loaded_by("import etudes") & (HEAVY | {"numpy"}) == set()


def test_help_loads_nothing_heavy() -> None:
    """`etudes --help` stays instant."""
    program = "import contextlib, io\nfrom etudes.cli import run\n"
    program += "with contextlib.redirect_stdout(io.StringIO()): run(['make', '--help'])"

    assert loaded_by(program) & (HEAVY | {"numpy", "jinja2"}) == set()
