"""Files that grow by a row for every report, and are whole at any moment: CSV, TSV, JSON, WL."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Mapping
from pathlib import Path

from ..problem import Template

CANNOT_WRITE = Template("noopen", "Cannot write the progress of the training to `1`: `2`.")
FORMATS = {".csv": ",", ".tsv": "\t", ".json": "", ".wl": ""}
Row = Mapping[str, float | int | None]


class ReportFile:
    """A file of rows, begun anew with the first row; its ending tells the format."""

    def __init__(self, path: Path):
        self.path, self._rows, self.given_up = path, 0, False
        self._separator = FORMATS[path.suffix.lower()]

    def check(self) -> None:
        """Raise a Problem if the file cannot be written."""
        was_there = self.path.exists()
        try:
            self.path.open("a").close()
            if not was_there:
                self.path.unlink()
        except OSError as error:
            raise CANNOT_WRITE(str(self.path), error.strerror) from None

    def add(self, row: Row) -> None:
        """Write a row.  Raises a Problem if the file cannot be written."""
        try:
            if self._separator:
                self._add_line(row)
            else:
                self._add_element(row)
        except OSError as error:
            raise CANNOT_WRITE(str(self.path), error.strerror) from None
        self._rows += 1

    def _add_line(self, row: Row) -> None:
        text = io.StringIO()
        writer = csv.writer(text, delimiter=self._separator, lineterminator="\n")
        if not self._rows:
            writer.writerow(row)
        writer.writerow("" if value is None else value for value in row.values())
        with self.path.open("a" if self._rows else "w", encoding="utf-8") as file:
            file.write(text.getvalue())

    def _add_element(self, row: Row) -> None:
        """Write over the bracket at the end of the list, and write it again."""
        is_json = self.path.suffix.lower() == ".json"
        text = json.dumps({n: _finite(v) for n, v in row.items()}) if is_json else _association(row)
        opening, closing = ("[\n", "\n]\n") if is_json else ("{\n", "\n}\n")
        if not self._rows:
            self.path.write_text(opening + text + closing, encoding="utf-8")
            return
        with self.path.open("r+b") as file:
            file.seek(-len(closing), io.SEEK_END)
            file.write(f",\n{text}{closing}".encode())


def _finite(value: float | int | None) -> float | int | None:
    return value if value is not None and math.isfinite(value) else None


def _association(row: Row) -> str:
    return f"<|{', '.join(f'{json.dumps(name)} -> {_number(value)}' for name, value in row.items())}|>"


def _number(value: float | int | None) -> str:
    if value is None:
        return 'Missing["NotAvailable"]'
    if not math.isfinite(value):
        return "Indeterminate" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return repr(value).replace("e", "*^")
