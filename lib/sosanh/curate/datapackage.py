"""The processed tables described for other tools: `datapackage.json`, a Data Package (version 2).

Types, code lists, keys and hashes are written down where any program can check them, so that whoever takes the
CSVs elsewhere takes their meaning along. The hashes also tell `collection.load` whether the CSVs are whole and
whether a workbook has changed since.
"""

import json

from sosanh.data.codebook import Codebook
from sosanh.data.files import digest
from sosanh.data.tables import TABLES, Column, Table

_TYPES = {"text": "string", "period": "string", "url": "string"}  # the others have the same name there
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_PERIOD = r"(SY\d{4}-\d{2}|\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?)"


def describe(
    csvs: dict[str, bytes],
    workbooks: dict[str, str],
    codebook: Codebook,
    sources: list[dict],
    release: tuple[str, str],
) -> str:
    """The text of `datapackage.json` for these CSVs (table name -> bytes) and workbooks (path -> digest).

    `release` is the version of the data and its day.
    """
    package = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "sosanh",
        "title": "SoSánh: what public articles state about digital transformation in Vietnam's provinces",
        "description": "Figures, printed tokens and their places in the text; the articles belong to their publishers.",
        "version": release[0],
        "created": f"{release[1]}T00:00:00Z",
        "licenses": [_LICENCE],
        "sources": [
            {"title": f"{row['outlet'] or row['republished_from']}: {row['title']}"} | ({"path": path} if path else {})
            for row in sources
            for path in [row["url"] or row["original_url"]]
        ],
        "resources": [_resource(TABLES[name], content, codebook) for name, content in csvs.items()],
        "workbooks": workbooks,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, content: bytes, codebook: Codebook) -> dict:
    return {
        "name": table.name,
        "title": table.en,
        "title_vi": table.vi,
        "type": "table",
        "path": f"{table.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": digest(content),
        "schema": _schema(table, codebook),
    }


def _schema(table: Table, codebook: Codebook) -> dict:
    references = {}
    for column in table.columns.values():
        if column.to and not column.many:
            owner, name = column.target
            references[column.name] = {"resource": "" if owner == table.name else owner, "fields": [name]}
    return {
        "fields": [_field(column, table, codebook) for column in table.columns.values()],
        "missingValues": [""],
        "primaryKey": list(table.key),
        **({"uniqueKeys": [list(table.key)]} if len(table.key) > 1 else {}),
        "foreignKeys": [{"fields": [name], "reference": where} for name, where in references.items()],
    }


def _field(column: Column, table: Table, codebook: Codebook) -> dict:
    pattern = column.pattern or (_PERIOD if column.type == "period" else "")
    constraints = {
        "required": column.required,
        "unique": table.key == (column.name,),
        "enum": codebook.codes(column.codes) if column.codes else None,
        "pattern": pattern,
        "minimum": column.minimum,
    }
    return {
        "name": column.name,
        "type": _TYPES.get(column.type, column.type),
        "description": column.en,
        "description_vi": column.vi,
        "constraints": {name: value for name, value in constraints.items() if value not in (None, "", False, [])},
    }
