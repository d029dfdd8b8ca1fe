"""Writes the table anew."""

from faults import TABLE, table

if __name__ == "__main__":  # and not where the modules of this folder are looked through
    TABLE.write_text(table(), "utf-8")
