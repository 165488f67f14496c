"""What a dossier may load: our own style sheet and the packaged font, and nothing else at all."""

from pathlib import Path
from typing import Any

import fontpkg_noto_sans
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

SCHEME = "groundwork:"
_FONTS = Path(fontpkg_noto_sans.__file__).parent / "files"
_RESOURCES = {
    f"{SCHEME}font/upright": (_FONTS / "NotoSans[wdth,wght].ttf", "font/ttf"),
    f"{SCHEME}font/italic": (_FONTS / "NotoSans-Italic[wdth,wght].ttf", "font/ttf"),
}


class Refused(FatalURLFetchingError):  # type: ignore[misc]  # WeasyPrint comes without types
    """Something in a dossier asked for an address; the build stops rather than leave a gap."""


class ClosedFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint comes without types
    """Denies every address by default, so no user's text can make the worker read or call out."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return a packaged resource. Raises Refused for anything else."""
        known = _RESOURCES.get(url)
        if known is None:
            raise Refused(f"a dossier may not load {url!r}")
        path, content_type = known
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": content_type})
