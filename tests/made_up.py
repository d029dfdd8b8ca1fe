"""Articles that no paper printed, put into a copy of the project as the README says."""

import hashlib
from pathlib import Path

import openpyxl

from sosanh.curate import workbooks
from sosanh.curate.forms import write
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES

NOTE = "made up for a test"
SOURCE = {
    "outlet": "Báo Thử Nghiệm", "outlet_type": "newspaper", "locator": "bài 1", "language": "vi", "status": "complete",
    "date_evidence_en": NOTE, "licence_note_vi": "bịa ra để thử", "licence_note_en": NOTE,
}  # fmt: skip
CLAIM = {"voice": "unattributed", "role": "actual", "bound": "exact", "unit_measure": "percent"}
INDICATOR = {
    "sector": "government", "result_level": "output", "direction": "up", "may_exceed_100": "no",
}  # fmt: skip


def indicator(code: str, vi: str, en: str, unit: str, theme: str, **others) -> dict[str, list[dict]]:
    """The rows of the codebook for one new indicator with its definition; words for sentences are left out."""
    own = INDICATOR | {"indicator": code, "name_vi": vi, "name_en": en, "unit_measure": unit, "theme": theme} | others
    defined = {"definition": f"{code}__stated", "indicator": code, "wording_vi": vi, "wording_en": en}
    return {"indicators": [own], "definitions": [defined]}


def population(code: str, vi: str, en: str) -> dict[str, list[dict]]:
    return {"populations": [{"population": code, "label_vi": vi, "label_en": en}]}


def add_codes(home: Path, *parts: dict[str, list[dict]]) -> None:
    """Type rows into the codebook of the project at `home`."""
    path = home / "data" / "raw" / "codebook.xlsx"
    book = openpyxl.load_workbook(path)
    for part in parts:
        for sheet, rows in part.items():
            names = [cell.value for cell in book[sheet][1]]
            for row in rows:
                end = 1 + max(cell.row for cell in book[sheet]["A"] if cell.value is not None)
                for name, value in row.items():
                    book[sheet].cell(end, 1 + names.index(name), value)
    book.save(path)


def add_article(home: Path, texts: Path, source_id: str, day: str, area: str, text: str, rows: dict) -> None:
    """Its text in `texts`, and its workbook among those of the project at `home`."""
    texts.mkdir(exist_ok=True)
    (texts / f"{source_id}.txt").write_text(text, encoding="utf-8")
    source = SOURCE | {
        "source_id": source_id, "title": text.splitlines()[0], "ref_area": area, "published": day,
        "published_from": day, "published_to": day, "date_evidence_vi": f"bịa ra, ngày {day}",
        "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
    }  # fmt: skip
    observations = [CLAIM | {"obs_no": number} | row for number, row in enumerate(rows["observations"], start=1)]
    filled = {"sources": [source]} | rows | {"observations": observations}
    sheets, _ = workbooks.read(home / "data" / "raw" / "codebook.xlsx", CODEBOOK)
    assert set(filled) <= set(TABLES)
    write(home / "data" / "raw" / "articles" / f"{source_id}.xlsx", ARTICLE, filled, workbooks.codebook(sheets))
