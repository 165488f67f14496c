"""What can be read in a PDF."""

from pathlib import Path

import pypdfium2


def texts_of(path: Path) -> tuple[str, ...]:
    """Return the text of every page, in the order of the text itself and not of the lines."""
    with pypdfium2.PdfDocument(path) as document:
        return tuple(page.get_textpage().get_text_range() for page in document)
