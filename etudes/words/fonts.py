"""Fonts for letters that LilyPond's own fonts lack.

LilyPond brings Latin, Greek and Cyrillic. For other scripts it asks fontconfig, which
looks among the system's fonts; `fontconfig_for` adds the font of the extra `cjk`, and
says whether an ideograph is to look Chinese or Japanese.
"""

from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

_TABLE = Path(__file__).with_name("fonts.toml")
_PACKAGE = "noto_cjk_sans_otc"
"""Noto Sans CJK in one file, by Adobe and Google, under the SIL Open Font License."""
_FAMILIES = {
    "zh": ("Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei"),
    "ja": ("Noto Sans CJK JP", "Source Han Sans", "Hiragino Sans", "Yu Gothic"),
}
"""The first that is there is taken: Noto's and Adobe's names, macOS's, Windows'."""
_SYSTEM = Path("/etc/fonts/fonts.conf")


@dataclass(frozen=True, slots=True)
class Script:
    """A row of `fonts.toml`: a script that needs a font beyond LilyPond's."""

    name: str
    ranges: tuple[tuple[int, int], ...]
    font: str
    debian: str
    extra: str = ""

    def holds(self, character: str) -> bool:
        """Return whether a character is of this script."""
        return any(first <= ord(character) <= last for first, last in self.ranges)


def scripts_of(text: str) -> tuple[Script, ...]:
    """Return the scripts of a text that LilyPond's own fonts lack, in the table's order.

    Examples
    --------
    >>> [script.name for script in scripts_of("Étude für Καλλιόπη, Чайковский, ♭")]
    []
    >>> [script.name for script in scripts_of("שלום 二胡")]
    ['chinese-japanese-korean', 'hebrew']
    """
    if text.isascii():
        return ()
    return tuple(row for row in _scripts() if any(map(row.holds, text)))


def what_to_install(text: str) -> str:
    """Return in words which fonts print a text; empty where LilyPond's own do.

    Examples
    --------
    >>> print(what_to_install("ไทย"))
    the font Noto Sans Thai (Debian's package fonts-noto-core)
    >>> print(what_to_install("二胡"))
    the font Noto Sans CJK ('pip install etudes-music[cjk]' or Debian's fonts-noto-cjk)
    """
    return " and ".join(dict.fromkeys(map(_cure, scripts_of(text))))


def packaged_fonts() -> Path | None:
    """Return the folder of the font that the extra `cjk` installs; None without it."""
    found = find_spec(_PACKAGE)
    return Path(found.origin).parent if found and found.origin else None


def fontconfig_for(text: str, language: str, base: Path = _SYSTEM) -> str | None:
    """Return a configuration of fontconfig for a text; None if the usual one will do.

    The file is named to LilyPond, by its whole path, in the environment variable
    FONTCONFIG_FILE; a relative path is looked for elsewhere, and not found.

    Parameters
    ----------
    language : the page's; ideographs look Japanese in "ja" and Chinese in all others.
    base : the configuration that it adds to, such as the one that LilyPond brings.

    Examples
    --------
    >>> fontconfig_for("Études", "fr") is None
    True
    >>> "Noto Sans CJK JP" in fontconfig_for("練習曲", "ja")
    True
    """
    if not any(script.extra == "cjk" for script in scripts_of(text)):
        return None
    folder = packaged_fonts()
    families = _FAMILIES.get(language, _FAMILIES["zh"])
    return "\n".join(
        (
            '<?xml version="1.0"?>',
            '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
            "<fontconfig>",
            f'<include ignore_missing="yes">{escape(str(base), quote=False)}</include>',
            *([f"<dir>{escape(str(folder), quote=False)}</dir>"] if folder else []),
            '<match target="pattern">',
            '<edit name="family" mode="append" binding="strong">',
            *(f"<string>{escape(family, quote=False)}</string>" for family in families),
            "</edit>",
            "</match>",
            "</fontconfig>",
            "",
        )
    )


def _cure(script: Script) -> str:
    if script.extra:
        pip = f"'pip install etudes-music[{script.extra}]'"
        return f"the font {script.font} ({pip} or Debian's {script.debian})"
    return f"the font {script.font} (Debian's package {script.debian})"


@cache
def _scripts() -> tuple[Script, ...]:
    import tomllib

    table = tomllib.loads(_TABLE.read_text("utf-8"))
    return tuple(
        Script(name, tuple(map(tuple, row.pop("ranges"))), **row)
        for name, row in table.items()
        if isinstance(row, dict)
    )
