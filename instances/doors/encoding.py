"""Bytes to text: only UTF-8, and a sentence that helps for everything else."""

from pathlib import Path

from instances.doors.report import Report
from instances.errors import UnreadableDocument, Wanted

BOM = b"\xef\xbb\xbf"
HOW = Wanted(
    'sla het opnieuw op als UTF-8 (in Excel: "CSV UTF-8"; in Kladblok: "Opslaan als", codering UTF-8)',
    'save it again as UTF-8 (in Excel: "CSV UTF-8"; in Notepad: "Save as", encoding UTF-8)',
)


def read_bytes(path: Path, document: str, report: Report) -> bytes | None:
    """Read a file that should hold something; None and a problem where it does not."""
    try:
        data = path.read_bytes()
    except OSError as error:
        report.tell(
            UnreadableDocument,
            document,
            Wanted("een bestand dat te lezen is", "a file that can be read"),
            value=error.strerror or "",
        )
        return None
    if not data.strip():
        report.tell(
            UnreadableDocument,
            document,
            Wanted("een bestand met inhoud; dit is leeg", "a file with contents; this one is empty"),
        )
        return None
    return data


def as_utf8(data: bytes, document: str, report: Report) -> bytes | None:
    """Give the bytes without byte order mark if they are UTF-8 text; None and a problem if they are not."""
    if data.startswith(b"PK\x03\x04"):
        report.tell(
            UnreadableDocument,
            document,
            Wanted(
                "tekst; dit is een zipbestand of een Excelbestand: noem het .xlsx",
                "text; this is a zip file or an Excel workbook: name it .xlsx",
            ),
        )
        return None
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:1000].count(0) > len(data[:1000]) // 10:
        report.tell(
            UnreadableDocument,
            document,
            Wanted(
                f"tekst in UTF-8; dit lijkt op UTF-16: {HOW.nl}", f"text in UTF-8; this looks like UTF-16: {HOW.en}"
            ),
        )
        return None
    data = data.removeprefix(BOM)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        start = max(data.rfind(b"\n", 0, error.start) + 1, error.start - 20)
        near = data[start : error.start + 20].splitlines()[0].decode("cp1252", "replace")
        wanted = Wanted(
            f"tekst in UTF-8; regel {line} lijkt op Windows-1252 of Latin-1: {HOW.nl}",
            f"text in UTF-8; line {line} looks like Windows-1252 or Latin-1: {HOW.en}",
        )
        report.tell(UnreadableDocument, document, wanted, value=near)
        return None
    return data
