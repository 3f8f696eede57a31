"""The log as CSV."""

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from logs import MORNING, TWICE, exported, fill, hold, log_in, rows, turn

from footcv.programs.prescription import Program
from footcv.records.csv_export import LOG_COLUMNS
from footcv.records.entries import Wanted


def test_the_columns_are_the_contracts_after_session_and_time(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        fill(log, [hold(1), hold(2, 9.0, "short-hold")])
        text = exported(log)
    assert text == (
        "session_id,started_at,source,exercise,program,set,index,side,direction,start_s,hold_start_s,hold_end_s,end_s,hold_s,rest_before_s,peak,peak_unit,"
        "confidence,counted,faults\r\n"
        "1,2026-03-28T08:12:00.250+01:00,camera 0,plantar-flexion,twice,1,1,left,,1.000,1.500,6.500,7.000,5.000,,31.2500,deg,0.900,true,\r\n"
        "1,2026-03-28T08:12:00.250+01:00,camera 0,plantar-flexion,twice,1,2,left,,9.000,9.500,14.500,15.000,5.000,2.000,31.2500,deg,0.900,false,short-hold\r\n"
    )


def test_only_what_is_asked_for_is_exported(tmp_path: Path) -> None:
    with log_in(tmp_path) as log:
        for day in range(3):
            fill(log, [hold(1)], MORNING + timedelta(days=day), program=TWICE if day else None)
        fill(log, [turn(1)], MORNING + timedelta(days=2), exercise="ankle-circles")

        def told(**wanted: object) -> list[tuple[str, str]]:
            return [(row["session_id"], row["exercise"]) for row in rows(exported(log, Wanted(**wanted)))]  # type: ignore[arg-type]

        second = (MORNING + timedelta(days=1)).date()
        assert told(since=second, until=second) == [("2", "plantar-flexion")]
        assert told(until=second) == [("1", "plantar-flexion"), ("2", "plantar-flexion")]
        assert told(exercise="ankle-circles") == [("4", "ankle-circles")]
        assert told(program="twice", since=second, exercise="plantar-flexion") == [("2", "plantar-flexion"), ("3", "plantar-flexion")]


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_a_spreadsheet_reads_numbers_as_numbers_and_a_formula_as_text(tmp_path: Path) -> None:
    evil = Program(id='=HYPERLINK("http://example.org","x")', name="Evil")
    with log_in(tmp_path) as log:
        fill(log, [hold(1), hold(2, 9.0, "short-hold", "shallow")], program=evil)
        path = tmp_path / "log.csv"
        path.write_bytes(exported(log).encode())
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    # The same filter as a double click, out again as a flat sheet in which each cell says its type.
    subprocess.run(["soffice", profile, "--headless", "--convert-to", "fods", "--outdir", tmp_path, path], check=True, capture_output=True, timeout=180)
    sheet = read_sheet(path.with_suffix(".fods"))
    assert [text for _, text in sheet[0]] == list(LOG_COLUMNS)
    for cells in sheet[1:]:
        types = {column: kind for column, (kind, _) in zip(LOG_COLUMNS, cells, strict=False)}
        assert [column for column, kind in types.items() if kind == "float"] == [
            *("session_id", "set", "index", "start_s", "hold_start_s", "hold_end_s", "end_s", "hold_s"),
            *(["rest_before_s"] if types["rest_before_s"] else []),
            *("peak", "confidence"),
        ]
        assert cells[LOG_COLUMNS.index("program")] == ("string", "'" + evil.id)
    assert [cell[1] for cell in sheet[2]][-1] == "short-hold;shallow"


def read_sheet(path: Path) -> list[list[tuple[str, str]]]:
    """The first rows of a flat OpenDocument sheet: of each cell its type and its text; no cell may hold a formula."""
    from xml.etree import ElementTree

    office, table, text = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "table", "text"))
    sheet = []
    for row in ElementTree.parse(path).iter(f"{table}table-row"):
        cells: list[tuple[str, str]] = []
        for cell in row.iter(f"{table}table-cell"):
            assert cell.get(f"{table}formula") is None
            told = (cell.get(f"{office}value-type") or "", "".join("".join(p.itertext()) for p in cell.iter(f"{text}p")))
            cells += [told] * min(int(cell.get(f"{table}number-columns-repeated") or 1), len(LOG_COLUMNS))
        sheet.append(cells[: len(LOG_COLUMNS)])
    return [row for row in sheet if any(text for _, text in row)]
