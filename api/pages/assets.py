"""Style, script and pictures of the pages: read once, sent compressed, and kept by browsers until they change.

The address of a file holds a part of its hash, so that a browser never shows new pages in an old style.
"""

import gzip
import hashlib
from functools import cache
from importlib import resources

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.web.problems import Refusal

router = APIRouter(include_in_schema=False)

STYLES = ("vendor/voorbeeld-7.4.1.css", "vendor/utrecht-9.0.4.css", "leerwerk.css")
SCRIPTS = ("vendor/htmx-4.0.1.min.js", "leerwerk.js")
PICTURES = ("leerwerk.svg",)
TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


@cache
def content(name: str) -> tuple[bytes, bytes, str]:
    """A file, the same compressed, and a part of its hash."""
    plain = resources.files("api.pages").joinpath("static", *name.split("/")).read_bytes()
    return plain, gzip.compress(plain, mtime=0), hashlib.sha256(plain).hexdigest()[:12]


def address(name: str) -> str:
    """Where a browser finds a file."""
    return f"/static/{content(name)[2]}/{name}"


@router.get("/static/{version}/{name:path}")
def asset(request: Request, version: str, name: str) -> Response:
    """One file."""
    if name not in (*STYLES, *SCRIPTS, *PICTURES) or version != content(name)[2]:
        raise Refusal("not-found")
    plain, packed, _ = content(name)
    headers = {**FOREVER, "Content-Type": TYPES[name.rpartition(".")[2]]}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(plain, headers=headers)
