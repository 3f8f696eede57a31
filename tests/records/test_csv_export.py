import pytest
from hypothesis import given
from hypothesis import strategies as st
from logs import rows

from footcv.analysis import Analysis, SourceInfo
from footcv.counting.rep import Rep
from footcv.records.csv_export import csv_header, csv_rows


def analysis(*reps: Rep, path: str = "clip.mp4", program: str | None = None) -> Analysis:
    return Analysis(SourceInfo(path, 640, 480, 30.0, 60.0, 1800), "dorsiflexion", program, "full", 1.0, reps, ())


def test_the_header_is_the_contracts() -> None:
    assert csv_header() == (
        "source,exercise,program,set,index,side,direction,start_s,hold_start_s,hold_end_s,end_s,hold_s,rest_before_s,peak,peak_unit,confidence,counted,faults\r\n"
    )


def test_a_row_a_rep_times_with_three_decimals_nulls_empty() -> None:
    first = Rep(1, "left", None, 1.0, 1.5, 6.25, 6.75, 31.25, "deg", 0.9)
    second = Rep(2, "right", "clockwise", 9.0, None, None, 11.0, 0.5, "share", 1.0, False, ("shallow", "wrong-side"))
    assert csv_rows(analysis(first, second, program="five-exercise")) == (
        "clip.mp4,dorsiflexion,five-exercise,1,1,left,,1.000,1.500,6.250,6.750,4.750,,31.2500,deg,0.900,true,\r\n"
        "clip.mp4,dorsiflexion,five-exercise,1,2,right,clockwise,9.000,,,11.000,,2.250,0.5000,share,1.000,false,shallow;wrong-side\r\n"
    )


REP = Rep(1, "left", None, 1.0, 1.5, 6.0, 6.5, 30.0, "deg", 0.9)


def test_no_reps_no_rows() -> None:
    assert csv_rows(analysis()) == ""


@pytest.mark.parametrize(
    ("path", "cell"),
    [
        ("=HYPERLINK(1).mp4", "'=HYPERLINK(1).mp4"),
        ("+1.mp4", "'+1.mp4"),
        ("-1.mp4", "'-1.mp4"),
        ("@x.mp4", "'@x.mp4"),
        ("\tx.mp4", "'\tx.mp4"),
        ("\rx.mp4", "'\rx.mp4"),
        ("a=b.mp4", "a=b.mp4"),
    ],
)
def test_a_formula_arrives_as_text(path: str, cell: str) -> None:
    assert rows(csv_header() + csv_rows(analysis(REP, path=path)))[0]["source"] == cell


@given(st.text(max_size=40).filter(lambda text: "\0" not in text))
def test_any_name_survives(name: str) -> None:
    [row] = rows(csv_header() + csv_rows(analysis(REP, path=name, program=name)))
    assert row["source"].removeprefix("'") == name.removeprefix("'")
    assert row["end_s"] == "6.500"
