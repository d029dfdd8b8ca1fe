import os
import time
from concurrent.futures.process import BrokenProcessPool

import pytest

from sosanh.publish import build


def test_each_thing_comes_back_with_what_was_made_of_it_or_what_went_wrong():
    made = dict(build.finished(int, ["1", "x", "3"], 2))
    assert (made["1"], made["3"], type(made["x"])) == (1, 3, ValueError)


def test_the_first_to_finish_comes_first():
    assert [thing for thing, _ in build.finished(time.sleep, [3, 0], 2)] == [0, 3]


def test_a_process_that_ends_of_itself_is_told():
    assert [type(made) for _, made in build.finished(os._exit, [3], 1)] == [BrokenProcessPool]


def test_stopping_early_waits_for_nobody():
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        for _ in build.finished(time.sleep, [0, 60, 60], 2):
            raise KeyboardInterrupt
    assert time.monotonic() - started < 30
