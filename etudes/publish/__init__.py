"""From a request to files in place."""

from etudes.publish.files import PrintedFile
from etudes.publish.publish import FORMATS, Publication, Sheet, publish, reprint

__all__ = ["FORMATS", "PrintedFile", "Publication", "Sheet", "publish", "reprint"]
