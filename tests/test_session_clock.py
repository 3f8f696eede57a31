"""The session's clock, with a machine's clock that the test winds."""

import threading

import pytest

from footcv.session_clock import LONGEST_STEP_S, SessionClock


class Machine:
    s = 1000.0


def test_time_passes_as_the_machine_says() -> None:
    machine = Machine()
    clock = SessionClock(lambda: machine.s)
    machine.s += 1.5
    assert clock.now() == pytest.approx(1.5)
    machine.s += 0.25
    assert clock.now() == pytest.approx(1.75)


def test_an_hour_asleep_is_no_hour_of_the_session() -> None:
    machine = Machine()
    clock = SessionClock(lambda: machine.s)
    machine.s += 3600.0
    assert clock.now() == LONGEST_STEP_S
    machine.s += 0.1
    assert clock.now() == pytest.approx(LONGEST_STEP_S + 0.1)


def test_a_clock_that_is_turned_back_stands_still() -> None:
    machine = Machine()
    clock = SessionClock(lambda: machine.s)
    machine.s -= 5.0
    assert clock.now() == 0.0


def test_it_begins_at_zero_again() -> None:
    machine = Machine()
    clock = SessionClock(lambda: machine.s)
    machine.s += 2.0
    clock.restart()
    assert clock.now() == 0.0


def test_waiting_ends_with_the_event_or_the_time() -> None:
    event = threading.Event()
    assert not SessionClock().wait(event, 0.001)
    event.set()
    assert SessionClock().wait(event, 60.0)


def test_the_real_clock_goes_on() -> None:
    clock = SessionClock()
    before = clock.now()
    clock.sleep(0.002)
    assert clock.now() >= before + 0.002
