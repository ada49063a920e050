"""One exercise: the request, the choices it leaves open, and the finished item."""

from etudes.item.item import Item, Tempo
from etudes.item.request import Request

__all__ = ["Item", "Request", "Tempo"]
