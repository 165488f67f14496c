"""Files as evidence: small ones that are what they say, and some that are not."""

import io
import json
import zipfile
from typing import Any

OOXML = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": f"{OOXML}wordprocessingml.document.main+xml",
    "xlsx": f"{OOXML}spreadsheetml.sheet.main+xml",
    "pptx": f"{OOXML}presentationml.presentation.main+xml",
}
ODF = {
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}


def package(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a package with these parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", how) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return whole.getvalue()


def content_types(main: str, padding: int = 0) -> bytes:
    """Return what an Office document says about its main part."""
    part = f'<Override PartName="/main.xml" ContentType="{main}"/>'
    return f'<?xml version="1.0"?><Types>{part}{" " * padding}</Types>'.encode()


def office(ending: str) -> bytes:
    """Return a small document of the kind that its ending names."""
    if ending in ODF:
        return package({"mimetype": ODF[ending].encode(), "content.xml": b"<x/>"})
    return package({"main.xml": b"<x/>", "[Content_Types].xml": content_types(MAIN[ending])})


def notebook(**changes: Any) -> bytes:
    """Return a notebook of one cell."""
    cell = {"cell_type": "code", "source": ['print("cells: {[")\n'], "outputs": []}
    return json.dumps({"cells": [cell], "nbformat": 4, "metadata": {}} | changes).encode()
