"""What a page can be asked to have more of, and how much of it a melody has."""

from etudes.focus.share import feature_of, share
from etudes.focus.table import Focus, focus, focuses

__all__ = ["Focus", "feature_of", "focus", "focuses", "share"]
