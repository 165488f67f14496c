"""Which files may be evidence, and whether a file's first bytes are what its name says."""

from core.refused import Invalid

_ZIP = (b"PK\x03\x04",)
_OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)

# Ending → type served, and the first bytes it must begin with (none: it must be plain text).
TYPES: dict[str, tuple[str, tuple[bytes, ...]]] = {
    "pdf": ("application/pdf", (b"%PDF-",)),
    "png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    "jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIP),
    "odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    "csv": ("text/csv", ()),
    "txt": ("text/plain", ()),
    "md": ("text/markdown", ()),
    "json": ("application/json", ()),
    "ipynb": ("application/json", ()),
}


def content_type_of(file_name: str, head: bytes) -> str:
    """Return the type under which the file is served.

    Raises Invalid for an ending that is not accepted, or a content that is not the ending's.
    """
    ending = file_name.rpartition(".")[2].lower()
    if ending not in TYPES:
        accepted = ", ".join(sorted(TYPES))
        raise Invalid(f"Files of this kind are not accepted. Accepted are: {accepted}.", "file")
    content_type, beginnings = TYPES[ending]
    fits = head.startswith(beginnings) if beginnings else _is_text(head)
    if not fits:
        raise Invalid(f"The content of this file is not what its ending “.{ending}” says.", "file")
    return content_type


def _is_text(head: bytes) -> bool:
    if b"\x00" in head or head.startswith((*_ZIP, *_OLE, b"MZ", b"\x7fELF", b"%PDF-")):
        return False
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return not start.startswith((b"<!doctype html", b"<html", b"<script", b"<svg", b"#!"))
