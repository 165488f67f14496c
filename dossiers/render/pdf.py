"""HTML to PDF, the only place that knows WeasyPrint."""

from dataclasses import dataclass
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from dossiers.render.fetching import ClosedFetcher


@dataclass(frozen=True, slots=True)
class Rendered:
    """The bytes of a PDF and its number of pages."""

    pdf: bytes
    pages: int


def render_pdf(html: str, style_sheet: Path, identifier: str) -> Rendered:
    """Lay out ``html`` with ``style_sheet`` as a tagged PDF.

    ``identifier`` goes into the file instead of a random one, so equal input gives equal bytes.
    Raises fetching.Refused when the page asks for any address.
    """
    fonts = FontConfiguration()
    fetcher = ClosedFetcher()
    css = CSS(
        string=style_sheet.read_text(encoding="utf-8"), url_fetcher=fetcher, font_config=fonts
    )
    document = HTML(string=html, url_fetcher=fetcher).render(
        font_config=fonts,
        stylesheets=[css],
        pdf_variant="pdf/ua-1",
        pdf_tags=True,
        pdf_identifier=identifier.encode(),
    )
    return Rendered(
        document.write_pdf(
            pdf_variant="pdf/ua-1", pdf_tags=True, pdf_identifier=identifier.encode()
        ),
        len(document.pages),
    )
