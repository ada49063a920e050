"""`etudes`: practice music at a chosen level, written by a trained GRU under rules.

>>> from etudes import Request, make
>>> items = make(Request(level=2, instrument="violin", seed=7, count=1))
>>> items[0].melody.full_measures
4
"""

from typing import TYPE_CHECKING, Any

from etudes.item.item import Item, Tempo
from etudes.item.request import Request

if TYPE_CHECKING:
    from etudes.item.make import make

__version__ = "0.1.0"
__all__ = ["Item", "Request", "Tempo", "__version__", "make"]


def __getattr__(name: str) -> Any:
    """Load `make` when it is asked for, so that importing the package stays light."""
    if name == "make":
        from etudes.item.make import make

        return make
    raise AttributeError(f"module 'etudes' has no attribute '{name}'")
