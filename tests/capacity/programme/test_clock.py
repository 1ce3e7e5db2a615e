"""A question has its seconds, and no more."""

import pytest

from localvip.capacity.programme import clock
from localvip.capacity.programme.clock import Clock, Undecided


def test_a_question_has_its_seconds_from_when_it_is_begun(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(clock, "thread_time", lambda: now[0])
    asked = Clock(60)
    assert asked.left == float("inf")
    asked.start()
    now[0] = 150
    assert asked.left == 10
    now[0] = 160
    with pytest.raises(Undecided):
        _ = asked.left
    asked.start()
    assert asked.left == 60
