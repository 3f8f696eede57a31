import pytest

from footcv.records.strict_json import loads


def test_json_is_read() -> None:
    assert loads('{"peak": [1, 2.5, null, "NaN"]}') == {"peak": [1, 2.5, None, "NaN"]}


@pytest.mark.parametrize("text", ["NaN", '{"peak": Infinity}', "[-Infinity]", "", "{"])
def test_what_is_no_json_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"no JSON|Expecting"):
        loads(text)
