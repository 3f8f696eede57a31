"""Every action of a session has a key."""

from typing import get_args

from footcv.coach.messages import Action
from footcv.ui.keys import ACTION_KEYS, action_of


def test_every_action_has_a_key() -> None:
    assert set(ACTION_KEYS) == set(get_args(Action))
    assert all(ACTION_KEYS.values())


def test_a_key_stands_for_two_actions_only_where_they_are_never_offered_together() -> None:
    # Space and Enter go from the card to the exercise, and from it into a pause and back.
    shared = {action for action, keys in ACTION_KEYS.items() for other, theirs in ACTION_KEYS.items() if action != other and set(keys) & set(theirs)}
    assert shared == {"start", "pause", "resume"}


def test_a_key_means_what_is_offered() -> None:
    assert action_of(" ", ("start", "quit")) == "start"
    assert action_of(" ", ("pause", "quit")) == "pause"
    assert action_of("Enter", ("resume",)) == "resume"
    assert action_of("x", ("pause",)) is None
