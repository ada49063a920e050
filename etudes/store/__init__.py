"""The store: every item that was made, with what is needed to make it again."""

from etudes.store.store import Store, StoredFile, StoredItem

__all__ = ["Store", "StoredFile", "StoredItem"]
