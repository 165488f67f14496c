"""Uploads are cut off while they arrive, before they can fill the disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler

_CUT_OFF = "groundwork_upload_was_cut_off"


class LimitedFileUploadHandler(TemporaryFileUploadHandler):
    """Stream to temporary files; past the largest limit of any page the rest is not read.

    All files of a request count together. What stands after the file that was cut off is lost with
    it, so a form has its file last, and asks ``was_cut_off`` what became of it.
    """

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> Any:
        """Write one chunk, or stop the whole upload when it is too large."""
        self.received += len(raw_data)
        if self.received > max(settings.EVIDENCE_LIMIT_BYTES, settings.RAWDATA_LIMIT_BYTES):
            setattr(self.request, _CUT_OFF, True)
            raise StopUpload(connection_reset=False)
        return super().receive_data_chunk(raw_data, start)


def was_cut_off(request: object) -> bool:
    """Tell, once ``request.POST`` was read, whether a file was too large and never arrived."""
    return bool(getattr(request, _CUT_OFF, False))
