"""The forefoot's picture follows the toes and not the leg; the heel says whether the foot stands."""

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest
from bodies import STANDING as STANDING_POSE
from bodies import body, person
from footpoints import FOOT_PX, feet_only
from toepictures import foot_patches, foot_points

from footcv.feet.landmarks import FootLandmark
from footcv.rows import Rows
from footcv.signals.appearance import WINDOWS, Images
from footcv.signals.filters import RATE_HZ
from footcv.signals.forefoot import ankle_rests, bridged, foot_size, forefoot, heel_moved, planted, trunk_rose

N = 241
CURL = np.clip(np.sin(np.arange(N) / 20), 0, 1)
STANDING = np.ones(N, bool)


def test_the_first_component_follows_the_toes() -> None:
    seen = forefoot(feet_only(left=foot_points(np.zeros(N))), foot_patches(CURL), "left", STANDING)
    assert seen is not None
    assert abs(np.corrcoef(seen.components(np.ones(len(seen.t), bool)).scores[:, 0], CURL[::2])[0, 1]) > 0.9


def test_a_foot_that_trembles_is_not_taken_for_toes() -> None:
    trembles_px = 0.6 * np.sin(np.arange(N) * 1.3)
    still, pictures = foot_patches(CURL), foot_patches(CURL, trembles_px)
    seen = forefoot(feet_only(left=foot_points(np.zeros(N))), replace(pictures, places=still.places), "left", STANDING)
    assert seen is not None
    scores = seen.components(np.ones(len(seen.t), bool)).scores
    assert abs(np.corrcoef(scores[:, 0], CURL[::2])[0, 1]) > 0.9
    assert max(abs(np.corrcoef(score, trembles_px[::2])[0, 1]) for score in scores.T) < 0.3


def test_what_is_not_known_is_bridged_by_what_is_seen_more_coarsely() -> None:
    coarse = 300.0 + np.arange(N)[:, None] * np.array([0.5, 1.0])
    own = coarse + np.array([7.0, -4.0])
    gone = own.copy()
    gone[90:130] = np.nan
    assert np.allclose(bridged(gone, coarse), own)
    coarse[100] = np.nan
    assert np.flatnonzero(np.isnan(bridged(gone, coarse)).any(axis=1)).tolist() == [100]
    assert np.isnan(bridged(np.full((N, 2), np.nan), coarse)).all()


def test_of_a_long_recording_the_windows_are_never_all_held() -> None:
    short = foot_patches(CURL)
    assert isinstance(short.images, np.ndarray)
    rows = Rows.of(short.images)
    long = replace(short.where(again := np.arange(3 * WINDOWS) % len(short.t)), images=Images(rows, again))
    alone = feet_only(left=foot_points(np.zeros(N)))
    tracemalloc.start()
    seen = forefoot(alone, long, "left", STANDING)
    assert seen is not None
    scores = seen.components(np.arange(3 * WINDOWS) % 8 == 0).scores
    peak_mb = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    # All of them, once, are 25 MB.
    assert len(scores) == 3 * WINDOWS // 8 and peak_mb < 25
    once = forefoot(alone, short, "left", STANDING)
    assert once is not None and np.allclose(seen.rows(few := np.arange(40)), once.rows(few), atol=1e-5)


def test_a_foot_that_is_lifted_or_on_tiptoe_is_not_planted() -> None:
    lifted = np.where(np.arange(N) < 180, 0.0, 0.4 * FOOT_PX)
    tiptoe = foot_points(np.zeros(N))
    tiptoe[180:, FootLandmark.HEEL, 1] -= 0.4 * FOOT_PX
    for points in (foot_points(lifted), tiptoe):
        still = planted(feet_only(left=points), "left", STANDING)
        assert still[:170].all() and not still[190:].any()


def test_an_ankle_bent_in_a_squat_does_not_rest_and_one_that_trembles_does() -> None:
    points = foot_points(np.zeros(N))
    points[:, FootLandmark.ANKLE, 0] += 0.05 * FOOT_PX * np.sin(np.arange(N))
    assert ankle_rests(feet_only(left=points), "left", STANDING).all()
    points[100:160, FootLandmark.ANKLE, 0] += 0.3 * FOOT_PX
    rests = ankle_rests(feet_only(left=points), "left", STANDING)
    assert rests[:70].all() and rests[190:].all() and not rests[90:170].any()


def test_how_far_the_heel_went_is_in_feet() -> None:
    lifted = np.where(np.arange(N) < 120, 0.0, 0.3 * FOOT_PX)
    alone = feet_only(left=foot_points(lifted))
    assert abs(heel_moved(alone, "left", (0.0, 3.0), (5.0, 7.0)) - 0.3 * FOOT_PX / foot_size(alone, "left")) < 0.01


def test_a_heel_that_a_body_leaves_where_it_is_did_not_move() -> None:
    own = foot_points(np.where(np.arange(N) < 120, 0.0, 0.3 * FOOT_PX))
    points = person((N - 1) / RATE_HZ, STANDING_POSE)
    with_foot = replace(body(points), feet={"left": own[..., :2]}, depths={"left": own[..., 2]})
    assert heel_moved(with_foot, "left", (0.0, 3.0), (5.0, 7.0)) < 0.01
    points[120:, 29, 1] -= 0.3 * FOOT_PX
    with_foot = replace(with_foot, points=body(points).points)
    assert heel_moved(with_foot, "left", (0.0, 3.0), (5.0, 7.0)) > 0.25


def test_where_there_is_no_picture_nothing_is_seen() -> None:
    assert forefoot(feet_only(left=foot_points(np.zeros(N))), None, "left", STANDING) is None


@pytest.mark.parametrize("share", [0.0, 0.1, 0.3])
def test_how_far_the_trunk_rose_is_told_in_sizes_of_the_foot(share: float) -> None:
    points = person(6.0, STANDING_POSE)
    size = foot_size(body(points), "left")
    points[120:, :25, 1] -= share * size
    assert trunk_rose(body(points), "left", (1.0, 3.0), (4.5, 5.5)) == pytest.approx(share, abs=0.02)
    assert trunk_rose(body(points), "left", (1.0, 3.0), (7.0, 8.0)) == 0.0
