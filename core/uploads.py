"""Uploads are cut off while they arrive, before they can fill the disk."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

View = TypeVar("View", bound=Callable[..., Any])

_CUT_OFF = "groundwork_upload_was_cut_off"
_LIMIT = "upload_limit"
_BETWEEN = 64 * 1024  # what stands between the parts of a form


def upload_limit(setting: str) -> Callable[[View], View]:
    """Let a view take files up to the number of bytes that a setting names, and keep no more."""

    def mark(view: View) -> View:
        setattr(view, _LIMIT, setting)
        return view

    return mark


class LimitedFileUploadHandler(TemporaryFileUploadHandler):
    """Stream to temporary files; past the limit of the page the rest is not read.

    All files of a request count together. A request that says beforehand that it is too long for
    any file within the limit has none of its file written. What stands after the file that was cut
    off is lost with it, so a form has its file last, and asks ``was_cut_off`` what became of it.
    """

    received = 0
    announced = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Remember how long the request says that it is."""
        self.announced = content_length

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Write one chunk, or stop the whole upload when it is too large."""
        limit = limit_of(self.request)
        self.received += len(raw_data)
        longest = limit + settings.DATA_UPLOAD_MAX_MEMORY_SIZE + _BETWEEN
        if self.received > limit or self.announced > longest:
            setattr(self.request, _CUT_OFF, True)
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


def limit_of(request: object) -> int:
    """Return how many bytes of files the page of a request takes; none where it says nothing.

    A request that no address was found for yet may have the most of any page.
    """
    match = getattr(request, "resolver_match", None)
    if match is None:
        return max(settings.EVIDENCE_LIMIT_BYTES, settings.RAWDATA_LIMIT_BYTES)
    setting = getattr(match.func, _LIMIT, "")
    return int(getattr(settings, setting)) if setting else 0


def was_cut_off(request: object) -> bool:
    """Tell, once ``request.POST`` was read, whether a file was too large and never arrived."""
    return bool(getattr(request, _CUT_OFF, False))
