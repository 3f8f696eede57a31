"""A session before a camera: frames in, cues out, and every repetition in the log as it is done. It only joins the parts."""

import time
from typing import Any

from footcv.coach.messages import FramingCode, Seen
from footcv.exercises import EXERCISES
from footcv.feet.foot import SIDES
from footcv.records.entries import How
from footcv.session.framing import Framing
from footcv.session.running_set import RunningSet
from footcv.session.session import Session
from footcv.session.troubles import Troubles
from footcv.session.watcher import Sight
from footcv.ui.page.marks import marks_of
from footcv.ui.presence import Presence

# The session looks about at least so often, s, also where no frame comes.
TICK_S = 0.05
# So far may a recording's clock be ahead of what has been seen of it, s.
BEHIND_S = 0.25
# What a recording came to is shown for so long, s, by what ends with it.
LAST_LOOK_S = 1.0


def live(session: Session) -> How:
    """Lead through `session` until it is done, the person or the recording ends it, or the camera stays away; returns how it ended."""
    s, framing, presence, troubles = session, Framing(), Presence(), Troubles(session.words)
    number, seen_s, is_gone, progress = 0, 0.0, False, s.coach.progress(0.0)
    codes: tuple[FramingCode, ...] = ()
    marks: dict[str, Any] = {}
    with s.camera, s.watcher:
        s.clock.restart()
        while progress.phase != "summary":
            frame, clock_s = s.next_frame(TICK_S), s.clock.now()
            if frame is not None:
                number += 1
                s.screen.show(frame.image, number, time.monotonic() - (clock_s - frame.t))
                s.watcher.offer(frame)
                if s.recorder is not None:
                    s.recorder.write(frame)

            # Asked before what was seen is taken: then nothing of it is missed.
            is_over = s.camera.ended and s.watcher.is_idle()
            exercise = EXERCISES[progress.exercise_id]
            s.running.begin(progress.set_index, exercise)
            for sight in s.watcher.sights():
                seen_s = sight.frame.t
                # Who walks into place does not exercise yet; what is measured begins at rest.
                if progress.phase not in ("card", "framing"):
                    s.running.watch(sight)
                codes, marks = framing.update(sight.look, exercise, progress.side), _marks(sight, s.running, framing.view)

            # Where a recording is seen later than it should be, its holds shall not last longer for it.
            now_s = min(clock_s, seen_s + BEHIND_S) if s.at_once else clock_s
            lost_s = s.camera.lost_s()
            reps = s.running.finish() if is_over else s.running.reps
            seen = Seen(now_s, reps, s.running.level, codes, framing.view, "ok" if lost_s is None else "lost")
            cues = [*troubles.update(s.logbook.trouble, s.camera.is_slow()), *s.coach.update(seen)]

            pressed = [*s.screen.pressed(), *presence.update(s.at_once or s.screen.connected(), progress, now_s)]
            is_gone = lost_s is not None and lost_s > s.camera_timeout_s
            if is_over or is_gone or s.stop.is_set():
                pressed = ["quit"]
            for action in pressed:
                cues += s.press(action, now_s)
            s.logbook.keep(s.coach.take_events(), s.running.traces)
            progress = s.coach.progress(now_s)
            s.screen.tell(progress, marks, cues)
    ending: How = "camera lost" if is_gone else s.logbook.ending
    s.logbook.end(ending)
    _linger(s)
    return ending


def _linger(s: Session) -> None:
    """Leave the summary where it can be read until the person leaves it; what a recording came to, for a moment."""
    presence, ended_s, progress = Presence(), s.clock.now(), s.coach.progress(s.clock.now())
    while s.screen.stays and not s.coach.over and not s.stop.is_set():
        s.screen.tell(progress, {}, ())
        s.clock.sleep(TICK_S)
        now_s = s.clock.now()
        for action in s.screen.pressed():
            s.press(action, now_s)
        presence.update(s.screen.connected(), progress, now_s)
        if presence.is_away(now_s) or (s.at_once and now_s - ended_s > LAST_LOOK_S):
            return


def _marks(sight: Sight, running: RunningSet, view: str) -> dict[str, Any]:
    """What is drawn over the picture. What MediaPipe imagines round feet alone is not."""
    pose = None if view == "feet" else sight.pose
    return marks_of(pose, running.feet(sight), SIDES, sight.size_px, outlined=view == "feet")
