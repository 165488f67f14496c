"""HTML to PDF, the only place that knows WeasyPrint."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from dossiers.render.fetching import ClosedFetcher

_COLUMNS = "".join(f".w{share} {{ width: {share}% }}" for share in range(1, 101))


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a PDF and its number of pages."""

    pdf: bytes
    pages: int


def render_pdf(html: str, style_sheet: Path, identifier: str, moment: datetime) -> Rendered:
    """Lay out ``html`` with ``style_sheet`` as a tagged PDF.

    ``identifier`` and ``moment`` go into the file instead of a random number and the time of
    day, so equal input gives equal bytes. Raises fetching.Refused when the page asks for any
    address.
    """
    fonts = FontConfiguration()
    fetcher = ClosedFetcher()
    css = CSS(
        string=style_sheet.read_text(encoding="utf-8"), url_fetcher=fetcher, font_config=fonts
    )
    columns = CSS(string=_COLUMNS, url_fetcher=fetcher, font_config=fonts)
    options = {
        "pdf_variant": "pdf/ua-1",
        "pdf_tags": True,
        "pdf_identifier": identifier.encode(),
    }
    with _clock_at(moment):
        document = HTML(string=html, url_fetcher=fetcher).render(
            font_config=fonts, stylesheets=[css, columns], **options
        )
        return Rendered(document.write_pdf(**options), len(document.pages))


@contextmanager
def _clock_at(moment: datetime) -> Iterator[None]:
    """Let fontTools write ``moment`` into the embedded fonts; a worker's process has one thread."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
