"""What is printed together: how a sheet is laid out, and the code that makes it again."""

from etudes.sheet.layout import Layout

__all__ = ["Layout"]
