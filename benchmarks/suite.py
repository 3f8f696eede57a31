"""Specs of the rendered accuracy suite: people, clothes, views, tempi, light and distractors drawn by seed.

`specs()` is what the renderer asks for (`python -m synth suite benchmarks/suite.py OUT`); `ANALYSED_AS` names the clips in which
nothing may be counted, with the exercise they are analysed under. Rendering and scoring them is `benchmarks/accuracy.py`.
"""

from typing import Any

import numpy as np

SIZES = [(640, 480), (640, 480), (854, 480), (960, 540), (480, 640)]
FPS = [15, 20, 24, 25, 30, 30]
FEET = ["bare", "bare", "bare", "socks", "shoes01", "shoes02", "shoes03"]

# name → exercise under which nothing may be counted in it
ANALYSED_AS = {
    "neg_standing-about": "toe-walking",
    "neg_standing-dorsiflexion": "dorsiflexion",
    "neg_walking-through": "heel-raise",
    "neg_flat-walking": "toe-walking",
    "neg_pencil-as-toe-walking": "toe-walking",
    "neg_seated-as-toe-walking": "toe-walking",
    "neg_toe-walking-as-plantar": "plantar-flexion",
    "neg_lying-as-plantar": "plantar-flexion",
    "neg_still-plantar": "plantar-flexion",
    "neg_still-dorsiflexion": "dorsiflexion",
    "neg_pump-as-circles": "ankle-circles",
    "neg_seated-as-circles": "ankle-circles",
    "neg_pump_0_side_left": "ankle-circles",
    "neg_pump_1_side_right": "ankle-circles",
    "neg_pump_2_34_left": "ankle-circles",
    "neg_still-toes-as-press_side": "toe-press",
    "neg_still-toes-as-pencil_lower": "pencil-pickup",
    "neg_wiggle-as-press_feet": "toe-press",
    "neg_press-as-pencil_34": "pencil-pickup",
    "neg_press-as-pencil_feet": "pencil-pickup",
    "neg_steps-as-press_side": "toe-press",
    "neg_steps-as-pencil_lower": "pencil-pickup",
    "neg_toe-walking-as-press_34": "toe-press",
    "neg_shoes-as-press_34": "toe-press",
}
# What else the toes may be taken for: kind, exercise it is analysed under, framing, view.
_TOES_TAKEN_FOR = [
    ("raise", "pencil-pickup", "full", "side"),
    ("raise", "pencil-pickup", "lower", "34"),
    ("raise", "pencil-pickup", "feet", "side"),
    ("steps", "toe-press", "feet", "34"),
    ("march", "pencil-pickup", "full", "34"),
    ("shifts", "toe-press", "lower", "side"),
    ("shifts", "pencil-pickup", "feet", "34"),
    ("squats", "toe-press", "full", "34"),
    ("wiggle", "toe-press", "full", "side"),
    ("wiggle", "pencil-pickup", "lower", "34"),
    ("shoes", "toe-press", "feet", "34"),
    ("heels", "toe-press", "feet", "side"),
]
TOE_NEGATIVES = {f"neg_{kind}-as-{analysed_as}_{framing}_{view}": (kind, analysed_as, framing, view) for kind, analysed_as, framing, view in _TOES_TAKEN_FOR}
ANALYSED_AS |= {name: analysed_as for name, (_, analysed_as, _, _) in TOE_NEGATIVES.items()}


def _draw(rng: np.random.Generator, values: list[Any]) -> Any:
    return values[int(rng.integers(len(values)))]


def _look(rng: np.random.Generator) -> dict[str, Any]:
    """Camera, picture and light of one clip; one in four is dim and noisy, one in six shakes a little."""
    dim, shaking = rng.random() < 0.25, rng.random() < 0.17
    look: dict[str, Any] = {"fps": _draw(rng, FPS), "size": _draw(rng, SIZES)}
    if dim:
        look |= {"noise": 3.5, "gain": float(rng.uniform(0.45, 0.65)), "level": "hard"}
    if shaking:
        look["camera__shake"] = 0.3
    return look


def _reps(rng: np.random.Generator, tempo: Any, hold: tuple[float, float], kinds: list[str], **more: Any) -> dict[str, Any]:
    count = int(rng.integers(3, 7))
    after = {int(rng.integers(count + 1)): _draw(rng, kinds)} if rng.random() < 0.7 else {}
    u = rng.uniform
    return tempo(u(0.5, 1.1), u(*hold), u(0.5, 1.1), u(0.9, 2.0), count, distractors=after, jitter=u(0.05, 0.25)) | more


def _three(motion: dict[str, Any]) -> dict[str, Any]:
    """Of that motion three repetitions, and what is done beside those."""
    return motion | {"reps": 3, "distractors": {after: kind for after, kind in motion["distractors"].items() if after <= 3}}


def specs() -> list[dict[str, Any]]:
    """All specs, always the same."""
    from synth.suite import spec, tempo

    out: list[dict[str, Any]] = []

    def add(name: str, exercise: str, side: str, view: str, motion: dict[str, Any], rng: Any, **over: Any) -> None:
        seed = int(rng.integers(1_000_000))
        look = _look(rng) | over
        feet = {"feet": _draw(rng, FEET)} if "subject_over" not in look else {}
        look["subject_over"] = feet | look.get("subject_over", {})
        out.append(spec(name, exercise, side, seed, motion, view=view, **look))

    rng = np.random.default_rng(2026)
    for i, (side, view) in enumerate([("left", "side"), ("right", "side"), ("left", "34"), ("right", "34")] * 2):
        u = rng.uniform
        motion = _reps(rng, tempo, (1.0, 4.0), ["scratch", "look", "partial", "fidget"], pf_rest_deg=u(-6, 6), pf_range_deg=u(26, 42), leg_deg=u(68, 76))
        add(f"plantar-flexion_{i}_{view}_{side}", "plantar-flexion", side, view, motion, rng)
    sides = ["both", "left", "right", "both", "left", "right", "both", "right", "left"]
    views = ["side", "side", "side", "34", "34", "34", "side", "34", "side"]
    for i, (side, view) in enumerate(zip(sides, views, strict=True)):
        u = rng.uniform
        motion = _reps(rng, tempo, (1.0, 4.0), ["scratch", "partial", "fidget"], pf_rest_deg=u(16, 26), pf_range_deg=u(24, 38))
        add(f"dorsiflexion_{i}_{view}_{side}", "dorsiflexion", side, view, motion, rng)
    modes = ["across", "spot", "spot", "across", "spot", "towards", "spot", "spot"]
    views = ["side", "side", "34", "side", "34", "34", "side", "34"]
    for i, (mode, view) in enumerate(zip(modes, views, strict=True)):
        u = rng.uniform
        more = {"mode": mode, "pitch_deg": u(24, 36), "step_s": u(0.42, 0.62), "span_m": u(0.9, 1.4)}
        motion = _reps(rng, tempo, (4.0, 7.0), ["squat", "partial", "shift"], **more) | {"reps": 2 + i % 3}
        motion["distractors"] = {k: v for k, v in motion["distractors"].items() if k <= motion["reps"]}
        add(f"toe-walking_{i}_{view}_{mode}", "toe-walking", "both", view, motion, rng)
    for i, (side, view) in enumerate([("left", "side"), ("right", "side"), ("left", "34"), ("right", "34")] * 2):
        u = rng.uniform
        motion = {
            "reps": int(rng.integers(2, 6)),
            "period_s": u(1.4, 2.8),
            "rest_s": u(0.8, 1.8),
            "hip_deg": u(68, 88),
            "knee_deg": u(4, 18),
            "pf_radius_deg": u(13, 20),
            "lateral_radius_deg": u(13, 20),
            "other_leg": _draw(rng, ["bent", "straight"]),
            "distractors": {str(int(rng.integers(2))): _draw(rng, ["pump", "partial", "scratch"])} if rng.random() < 0.6 else {},
        }
        add(f"ankle-circles_{i}_{view}_{side}", "ankle-circles", side, view, motion, rng)

    def press(**more: Any) -> dict[str, Any]:
        return dict(tempo(0.6, 1.5, 0.6, 1.2, 2, **more))

    add("neg_standing-about", "toe-press", "both", "side", press(distractors={0: ["shift", "squat"], 1: ["squat", "look"], 2: ["squat", "shift"]}), rng)
    add("neg_standing-dorsiflexion", "toe-press", "both", "34", press(distractors={0: ["squat", "squat"], 2: ["squat", "shift"]}), rng)
    add("neg_walking-through", "toe-press", "both", "side", press(enter=(-2.0, 90.0), leave=(2.0, 90.0)), rng)
    add("neg_flat-walking", "toe-walking", "both", "side", tempo(0.7, 6.0, 0.7, 2.0, 2, mode="across", pitch_deg=0.6, step_s=0.55, span_m=1.4), rng)
    add("neg_pencil-as-toe-walking", "pencil-pickup", "right", "34", tempo(0.8, 3.0, 0.8, 3.0, 3, lift_m=0.11, legs=["right"]), rng)
    add("neg_seated-as-toe-walking", "plantar-flexion", "left", "side", tempo(0.8, 2.0, 0.8, 1.5, 4, pf_range_deg=35), rng)
    add("neg_toe-walking-as-plantar", "toe-walking", "both", "side", tempo(0.8, 4.0, 0.8, 2.0, 3, mode="spot", pitch_deg=32), rng)
    circles = {"reps": 4, "period_s": 2.0, "rest_s": 1.2, "hip_deg": 80, "knee_deg": 8}
    add("neg_lying-as-plantar", "ankle-circles", "left", "side", circles, rng)
    still = {0: ["fidget", "look"], 1: ["scratch", "fidget"]}
    add("neg_still-plantar", "plantar-flexion", "right", "side", tempo(0.8, 1.5, 0.8, 1.5, 2, pf_range_deg=1.0, distractors=still), rng)
    still_up = tempo(0.8, 1.5, 0.8, 1.5, 2, pf_rest_deg=20, pf_range_deg=1.0, distractors={0: ["fidget"], 1: ["scratch", "fidget"]})
    add("neg_still-dorsiflexion", "dorsiflexion", "left", "34", still_up, rng)
    pumping = circles | {"pf_radius_deg": 16, "lateral_radius_deg": 0.4, "distractors": {"0": "pump"}}
    add("neg_pump-as-circles", "ankle-circles", "right", "side", pumping, rng)
    add("neg_seated-as-circles", "dorsiflexion", "both", "34", tempo(0.8, 2.0, 0.8, 1.5, 4, pf_rest_deg=20, pf_range_deg=34), rng)
    _without_torso(add)
    _flat_and_round(add)
    _toes(add)
    _more_toes(add)
    return out


def _without_torso(add: Any) -> None:
    """Waist-down and feet-only pictures of the four exercises: a laptop on the floor sees no more. A seed of their own leaves the clips before as they are."""
    from synth.suite import tempo

    rng = np.random.default_rng(404)
    u = rng.uniform
    for framing, side, view in (("lower", "left", "34"), ("feet", "right", "side"), ("feet", "left", "34")):
        motion = _reps(rng, tempo, (1.0, 3.0), ["partial", "fidget"], pf_rest_deg=u(-6, 6), pf_range_deg=u(26, 42), leg_deg=u(68, 76)) | {"reps": 4}
        add(f"plantar-flexion_{framing}_{view}_{side}", "plantar-flexion", side, view, motion, rng, framing=framing)
    for framing, side, view in (("lower", "right", "side"), ("feet", "both", "34"), ("feet", "left", "side")):
        motion = _reps(rng, tempo, (1.0, 3.0), ["partial", "fidget"], pf_rest_deg=u(16, 26), pf_range_deg=u(24, 38)) | {"reps": 4}
        add(f"dorsiflexion_{framing}_{view}_{side}", "dorsiflexion", side, view, motion, rng, framing=framing)
    for framing, view in (("lower", "34"), ("feet", "side")):
        motion = _reps(rng, tempo, (4.0, 6.0), ["squat"], mode="spot", pitch_deg=u(24, 36), step_s=u(0.42, 0.62)) | {"reps": 2, "distractors": {}}
        add(f"toe-walking_{framing}_{view}_spot", "toe-walking", "both", view, motion, rng, framing=framing)
    for framing, side, view in (("lower", "right", "34"), ("feet", "left", "side"), ("feet", "right", "34")):
        motion = {"reps": 3, "period_s": u(1.6, 2.6), "rest_s": u(0.8, 1.5), "hip_deg": u(68, 88), "knee_deg": u(4, 18), "other_leg": "bent"}
        add(f"ankle-circles_{framing}_{view}_{side}", "ankle-circles", side, view, motion, rng, framing=framing)


def _flat_and_round(add: Any) -> None:
    """Feet that only pump, and circles seen from the side: in the picture the two differ by a few pixels."""
    rng = np.random.default_rng(505)
    u = rng.uniform
    views = [
        ("neg_pump_0", "side", "left"),
        ("neg_pump_1", "side", "right"),
        ("neg_pump_2", "34", "left"),
        ("ankle-circles_8", "side", "left"),
        ("ankle-circles_9", "side", "right"),
    ]
    for name, view, side in views:
        motion = {"reps": 3, "period_s": u(1.6, 2.6), "rest_s": u(0.8, 1.5), "hip_deg": u(68, 88), "knee_deg": u(4, 18), "pf_radius_deg": u(13, 20)}
        motion |= {"lateral_radius_deg": 0.4 if name.startswith("neg") else u(13, 20), "other_leg": _draw(rng, ["bent", "straight"])}
        add(f"{name}_{view}_{side}", "ankle-circles", side, view, motion, rng)


def _toes(add: Any) -> None:
    """Toe presses and pencil pickups on feet of 40 to 250 px, and what resembles them. A seed of their own, as above."""
    from synth.suite import tempo

    rng = np.random.default_rng(505)
    u = rng.uniform
    bare = {"subject_over": {"feet": "bare"}}
    views = [("full", "side", "both"), ("full", "34", "left"), ("full", "side", "right"), ("lower", "side", "left"), ("lower", "34", "both")]
    for framing, view, side in [*views, ("feet", "34", "right"), ("feet", "side", "both"), ("feet", "34", "left")]:
        ball = {"ball": 0.018, "toe_open_deg": 20} if rng.random() < 0.3 else {}
        motion = _three(_reps(rng, tempo, (1.0, 3.0), ["shift", "squat", "look", "partial"], knee_drop_m=u(0.01, 0.03), **ball))
        add(f"toe-press_{framing}_{view}_{side}", "toe-press", side, view, motion, rng, framing=framing, **bare)
    views = [("full", "side", "left"), ("full", "34", "right"), ("full", "34", "left"), ("lower", "side", "right"), ("lower", "34", "left")]
    for framing, view, side in [*views, ("feet", "side", "left"), ("feet", "34", "right"), ("feet", "34", "left")]:
        more = {"lift_m": u(0.07, 0.12), "legs": [side], "support": bool(rng.random() < 0.4)}
        motion = _three(_reps(rng, tempo, (1.0, 3.0), ["shift", "look", "partial"], **more)) | {"rest_s": u(2.6, 3.4)}
        add(f"pencil-pickup_{framing}_{view}_{side}", "pencil-pickup", side, view, motion, rng, framing=framing, **bare)

    about = {0: ["shift", "look"], 1: ["squat", "shift"], 2: ["squat"]}
    still = tempo(0.6, 1.5, 0.6, 1.2, 2, curl_deg=0.0, mtp_deg=0.0, distractors=about)
    add("neg_still-toes-as-press_side", "toe-press", "both", "side", still, rng, **bare)
    add("neg_still-toes-as-pencil_lower", "toe-press", "right", "34", still, rng, framing="lower", **bare)
    add("neg_wiggle-as-press_feet", "toe-press", "left", "34", tempo(0.13, 0.03, 0.13, 0.12, 24, jitter=0.3), rng, framing="feet", **bare)
    press = tempo(0.7, 1.8, 0.7, 1.5, 4)
    add("neg_press-as-pencil_34", "toe-press", "left", "34", press, rng, **bare)
    add("neg_press-as-pencil_feet", "toe-press", "right", "side", press, rng, framing="feet", **bare)
    steps = tempo(0.7, 5.0, 0.7, 2.0, 2, mode="spot", pitch_deg=0.6, step_s=0.6)
    add("neg_steps-as-press_side", "toe-walking", "both", "side", steps, rng, **bare)
    add("neg_steps-as-pencil_lower", "toe-walking", "both", "34", steps, rng, framing="lower", **bare)
    add("neg_toe-walking-as-press_34", "toe-walking", "both", "34", tempo(0.7, 4.0, 0.7, 2.0, 2, mode="spot", pitch_deg=30), rng, **bare)
    add("neg_shoes-as-press_34", "toe-press", "right", "34", press, rng, subject_over={"feet": "shoes02"})
    # The renderer's socks are paint: the toes show as in thin ones, and what they pick up counts.
    pickup = tempo(0.8, 2.0, 0.8, 3.0, 3, lift_m=0.1, legs=["left"])
    add("pencil-pickup_full_side_left_socks", "pencil-pickup", "left", "side", pickup, rng, subject_over={"feet": "socks"})


def _more_toes(add: Any) -> None:
    """Presses and pickups of other people, with walking in, the far foot and feet from 30 px, and more of what resembles them."""
    from synth.suite import tempo

    rng = np.random.default_rng(606)
    u = rng.uniform
    bare = {"subject_over": {"feet": "bare"}}

    def slow() -> dict[str, Any]:
        return {"fps": _draw(rng, [15, 15, 20, 24])}

    about = ["shift", "squat", "look", "partial"]
    presses: list[tuple[str, str, str, dict[str, Any]]] = [
        ("full", "side", "left", {"far_side": True}),
        ("full", "34", "both", {"enter": True}),
        ("full", "34", "right", {"camera__margin": u(0.16, 0.22), "size": (854, 480)}),
        ("lower", "side", "both", {}),
        ("lower", "34", "left", {"camera__margin": u(0.18, 0.24)}),
        ("feet", "side", "right", {}),
        ("feet", "34", "both", {"camera__margin": u(0.2, 0.3)}),
    ]
    for framing, view, side, over in presses:
        ball = {"ball": 0.018, "toe_open_deg": 20} if rng.random() < 0.3 else {}
        walk = {"enter": (-1.6, 90.0)} if over.pop("enter", False) else {}
        motion = _three(_reps(rng, tempo, (1.0, 3.0), about, knee_drop_m=u(0.01, 0.03), **ball, **walk))
        add(f"toe-press_{framing}_{view}_{side}_b", "toe-press", side, view, motion, rng, framing=framing, **bare, **slow(), **over)
    pickups: list[tuple[str, str, str, dict[str, Any]]] = [
        ("full", "side", "right", {"camera__margin": u(0.14, 0.18)}),
        ("full", "34", "left", {"enter": True}),
        ("lower", "34", "right", {}),
        ("lower", "side", "left", {"camera__margin": u(0.18, 0.24)}),
        ("feet", "34", "left", {}),
        ("feet", "side", "right", {"camera__margin": u(0.2, 0.3)}),
    ]
    for framing, view, side, over in pickups:
        walk = {"enter": (1.6, -90.0)} if over.pop("enter", False) else {}
        more = {"lift_m": u(0.07, 0.12), "legs": [side], "support": bool(rng.random() < 0.4), **walk}
        motion = _three(_reps(rng, tempo, (1.0, 3.0), ["shift", "look", "partial"], **more)) | {"rest_s": u(2.6, 3.4)}
        add(f"pencil-pickup_{framing}_{view}_{side}_b", "pencil-pickup", side, view, motion, rng, framing=framing, **bare, **slow(), **over)
    for name, (kind, _, framing, view) in TOE_NEGATIVES.items():
        side = _draw(rng, ["left", "right"])
        exercise, motion = _resembling(kind, side, rng)
        feet = "shoes03" if kind == "shoes" else "bare"
        over = {"subject_over": {"feet": feet}, "framing": framing} | slow()
        add(name, exercise, "both" if exercise == "toe-walking" else side, view, motion, rng, **over)


def _resembling(kind: str, side: str, rng: np.random.Generator) -> tuple[str, dict[str, Any]]:
    """What is done in a negative of this kind: the renderer's scene and its motion."""
    from synth.suite import tempo

    u = rng.uniform
    lift, still, flat = {"lift_m": u(0.07, 0.12), "legs": [side]}, {"curl_deg": 0.0, "mtp_deg": 0.0}, {"pitch_deg": 0.6, "mode": "spot"}
    shifts, squats = ({0: [what, "look"], 1: [what, what], 2: [what]} for what in ("shift", "squat"))
    match kind:
        case "raise":
            return "leg-raise", tempo(u(0.6, 1.0), u(1.0, 3.0), 0.8, u(2.6, 3.4), 3, **lift)
        case "steps":
            return "toe-walking", tempo(0.7, u(4.0, 5.0), 0.7, 1.5, 2, step_s=u(0.5, 0.8), **flat)
        case "march":
            return "toe-walking", tempo(0.7, u(8.0, 10.0), 0.7, 1.5, 1, step_s=u(1.6, 2.4), **flat | {"mode": "towards", "speed_mps": 0.12})
        case "shifts" | "squats":
            return "toe-press", tempo(0.6, 1.5, 0.6, 1.2, 2, **still, distractors=shifts if kind == "shifts" else squats)
        case "wiggle":
            return "toe-press", tempo(0.13, 0.03, 0.13, 0.12, 24, jitter=0.3)
        case "shoes":
            return "toe-press", tempo(0.7, u(1.5, 2.5), 0.7, 1.5, 3)
        case "heels":
            return "toe-walking", tempo(0.8, u(2.0, 3.5), 0.8, 1.8, 3, mode="spot", pitch_deg=u(18, 30), step_s=20.0)
    raise ValueError(kind)
