"""Uploads are cut off while they arrive, before they can fill the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler


class LimitedFileUploadHandler(TemporaryFileUploadHandler):
    """Stream to a temporary file; past the largest limit of any page the rest is not read."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Write one chunk, or stop the whole upload when it is too large."""
        limit = max(settings.EVIDENCE_LIMIT_BYTES, settings.RAWDATA_LIMIT_BYTES)
        if start + len(raw_data) > limit:
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)
