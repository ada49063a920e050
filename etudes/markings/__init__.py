"""What a page says besides its notes: slurs, bows, dynamics, fingers, words.

`Markings` is the value that an item keeps; `draw_markings` draws one for a melody.
"""

from typing import TYPE_CHECKING, Any

from etudes.markings.markings import NONE, Mark, Markings, Span

if TYPE_CHECKING:
    from etudes.markings.draw import draw_markings

__all__ = ["NONE", "Mark", "Markings", "Span", "draw_markings"]


def __getattr__(name: str) -> Any:
    """Load `draw_markings` when it is asked for, so that reading items stays light."""
    if name == "draw_markings":
        from etudes.markings.draw import draw_markings

        return draw_markings
    raise AttributeError(f"module 'etudes.markings' has no attribute '{name}'")
