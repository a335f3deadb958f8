"""One request at a time, while none takes long."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event, Lock

import pytest

from balise.site.turns import in_turn

LONG = 60.0


def test_quick_requests_are_answered_one_at_a_time() -> None:
    inside, together = Lock(), []

    def application(_environ: object, _start: object) -> bytes:
        together.append(inside.acquire(blocking=False))
        Event().wait(0.001)
        inside.release()
        return b"answer"

    answered = in_turn(application, patience=LONG)
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: answered({}, print), range(40)))
    assert answers == [b"answer"] * 40
    assert all(together)


def test_a_slow_request_does_not_hold_up_those_behind_it() -> None:
    began, others = Event(), Event()

    def application(environ: dict[str, object], _start: object) -> object:
        if environ["slow"]:
            began.set()
            return others.wait(LONG)
        return b"answer"

    answered = in_turn(application, patience=0.01)
    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(answered, {"slow": True}, print)
        assert began.wait(LONG)
        assert answered({"slow": False}, print) == b"answer"
        others.set()
        assert slow.result(LONG) is True


def test_a_request_that_fails_gives_its_turn_back() -> None:
    def application(environ: dict[str, object], _start: object) -> bytes:
        if environ:
            raise ValueError("as it happens")
        return b"answer"

    answered = in_turn(application, patience=LONG)
    with pytest.raises(ValueError, match="as it happens"):
        answered({"fails": True}, print)
    assert answered({}, print) == b"answer"
