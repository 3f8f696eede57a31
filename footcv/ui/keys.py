"""The keys of a live session, the same on the page and in the plain window."""

from collections.abc import Mapping, Sequence

from footcv.coach.messages import Action

# Named as browsers name them (KeyboardEvent.key), letters small. The first key of an action is the one that is shown. An action's key does something only while
# the coach offers the action, so that one key may stand for several that are never offered together.
ACTION_KEYS: Mapping[Action, tuple[str, ...]] = {
    "start": ("Enter", " "),
    "pause": (" ",),
    "resume": (" ", "Enter"),
    "undo": ("u", "Backspace"),
    "add": ("a", "+"),
    "repeat": ("r",),
    "skip": ("s",),
    "change-side": ("c",),
    "swap-feet": ("x",),
    "quit": ("q",),
}


def action_of(key: str, offered: Sequence[Action]) -> Action | None:
    """The action that `key`, named as browsers name it, stands for among those `offered`."""
    named = key if len(key) > 1 else key.lower()
    return next((action for action in offered if named in ACTION_KEYS[action]), None)
