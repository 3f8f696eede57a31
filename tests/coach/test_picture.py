import pytest

from footcv.coach.messages import FramingCode, Seen
from footcv.coach.picture import Picture


def seen(picture: Picture, *codes: FramingCode, until_s: float, from_s: float = 0.0, lost: bool = False) -> Picture:
    for tenth in range(round(10 * from_s), round(10 * until_s) + 1):
        picture.update(Seen(tenth / 10, framing=codes, camera="lost" if lost else "ok"), tenth / 10)
    return picture


@pytest.mark.parametrize(
    ("code", "for_s", "away"),
    [
        ("nobody", 2.9, None),
        ("nobody", 3.0, "nobody"),
        ("feet-left", 0.9, None),
        ("feet-left", 1.0, "feet-left"),
        ("too-dark", 60.0, None),
        ("heels-hidden", 60.0, None),
    ],
)
def test_only_who_is_gone_stops_the_set(code: FramingCode, for_s: float, away: str | None) -> None:
    assert seen(Picture(), code, until_s=for_s).away() == away


def test_a_lost_camera_stops_it_at_once() -> None:
    assert seen(Picture(), until_s=0.0, lost=True).away() == "camera"


def test_the_countdown_waits_for_nobody_no_longer_than_it_may() -> None:
    assert seen(Picture(), "nobody", until_s=1.0).away(at_most_s=1.0) == "nobody"


def test_all_is_well_since_the_last_fault_went() -> None:
    picture = seen(Picture(), "too-dark", until_s=5.0)
    assert picture.well_s is None
    assert seen(picture, from_s=5.1, until_s=7.1).well_s == pytest.approx(2.0)
    picture.forget()
    assert picture.well_s is None


def test_the_most_pressing_comes_first() -> None:
    assert seen(Picture(), "heels-hidden", "too-dark", until_s=0.0, lost=True).wrong == ("camera", "too-dark", "heels-hidden")


def test_advice_comes_after_a_while_and_again_after_a_longer_one() -> None:
    picture, said = Picture(), []
    for second in range(12):
        seen(picture, "step-back", from_s=second, until_s=second)
        if picture.advice(after_s=2.0, again_s=5.0):
            said.append(second)
    assert said == [2, 7]
