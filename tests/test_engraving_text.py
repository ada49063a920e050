"""Any text at all may be printed or is refused in one line; none of it is executed."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lilyponds import VERSION

from etudes.engraving import start
from etudes.errors import EngravingError
from etudes.writing.text import ly_string

pytestmark = pytest.mark.slow
A_RUN = 60
"""Strings to one LilyPond, for its start costs more than all of them."""

hostile = st.sampled_from(
    [
        '"',
        "\\",
        '\\"',
        "#(CODE)",
        "$(CODE)",
        "#CODE",
        "%{",
        "%}",
        "\n",
        "\\include ",
        "\\markup { ",
        "}",
        "{",
        "\u2028",
        "\u2029",
        "\0",
        "\ufeff",
        "\u202e",
        "\ud800",
        "[[ ",
        "${",
    ]
)
texts = st.lists(st.one_of(hostile, st.text(max_size=8)), max_size=8).map("".join)
printed = st.characters(codec="latin-1", exclude_categories=("Cc", "Cf"))


def engrave_texts(texts: list[str]) -> str:
    """Print each text as a title and as a line; return what is wrong, "" for nothing."""
    books = [
        f"\\bookpart {{ \\header {{ title = {ly_string(each)} }} "
        f"\\markup {{ {ly_string(each)} }} }}"
        for each in texts
    ]
    try:
        with start(["svg"], cached=False) as engraver:
            pages = engraver.engrave(VERSION + "\\book {\n" + "\n".join(books) + "\n}")
    except EngravingError as error:
        return str(error)
    assert len(pages["svg"]) == len(texts)
    return ""


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
@given(st.lists(texts, min_size=A_RUN, max_size=A_RUN))
def test_any_text_is_printed_or_refused(tmp_path: Path, texts: list[str]) -> None:
    """LilyPond prints all of it, or we name the signs that no font has; nothing else
    happens, and no canary appears."""
    canary = tmp_path / "canary"
    code = f'open-output-file "{canary.as_posix()}"'
    error = engrave_texts([text.replace("CODE", code) for text in texts])

    assert error == "" or error.startswith("LilyPond has no glyph for ")
    assert not canary.exists()


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.large_base_example]
)
@given(st.lists(st.text(printed, max_size=12), min_size=A_RUN, max_size=A_RUN))
def test_western_text_is_always_printed(texts: list[str]) -> None:
    """Letters and signs of Latin-1 are in LilyPond's own fonts."""
    assert engrave_texts(texts) == ""
