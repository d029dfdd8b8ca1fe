"""Writes the table anew."""

from faults import TABLE, table

TABLE.write_text(table(), "utf-8")
