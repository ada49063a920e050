"""A table on the terminal says what its cells say."""

import pytest

from etudes.cli.console import print_table


def test_a_table_has_its_words_as_they_stand(capsys: pytest.CaptureFixture[str]) -> None:
    """Brackets and colons of title, heads and cells are no styles and no pictures."""
    print_table("A [/b] :smile:", ["[x]", ":sad:"], [["Ann [/red]", "[bold]Ben :wink:"]])

    printed = capsys.readouterr().out
    for words in ("A [/b] :smile:", "[x]", ":sad:", "Ann [/red]", "[bold]Ben :wink:"):
        assert words in printed
