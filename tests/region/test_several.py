import threading

import pytest

from localvip.region.several import ahead, meanwhile, several


def test_all_parts_in_their_order():
    assert list(several(lambda part: part * part, range(100))) == [part * part for part in range(100)]
    assert list(several(lambda part: part, [])) == []


def test_two_parts_at_once(monkeypatch):
    """Each waits for the other, so one after another would never end."""
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    both = threading.Barrier(2, timeout=10)
    assert sorted(several(lambda part: (both.wait(), part)[1], range(4))) == list(range(4))


def test_a_lone_part_stays_in_this_thread():
    here = threading.get_ident()
    assert list(several(lambda _: threading.get_ident(), [0])) == [here]
    assert here not in several(lambda _: threading.get_ident(), [0, 1])


def test_few_parts_wait_to_be_taken(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    begun = []
    made = several(begun.append, range(1000))
    next(made)
    assert len(begun) < 10
    made.close()


def test_an_error_comes_in_its_turn():
    made = several(lambda part: 1 // part, [1, 1, 0, 1])
    assert [next(made), next(made)] == [1, 1]
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_the_next_part_is_made_ahead_in_order_and_its_error_comes_in_turn():
    made = []

    def parts():
        for number in range(3):
            made.append(number)
            yield number
        raise ValueError("torn")

    seen = []
    with pytest.raises(ValueError, match="torn"):
        seen.extend(ahead(parts()))  # extend keeps what came before
    assert made == [0, 1, 2]
    assert list(ahead([])) == [] and list(ahead([None, 1])) == [None, 1]
    first = next(ahead(parts()))
    assert first == 0


def test_something_is_made_meanwhile():
    begun, go_on = threading.Event(), threading.Event()

    def make():
        begun.set()
        assert go_on.wait(10)
        return "made"

    made = meanwhile(make)
    assert begun.wait(10)
    go_on.set()
    assert made() == made() == "made"
    broken = meanwhile(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        broken()
