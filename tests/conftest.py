import os

import published
import pytest

from sosanh.collection import load
from sosanh.compare import over_time


def pytest_runtest_setup(item):
    """Tests of today's figures do not run on other data; where the project itself is checked, they must."""
    if item.get_closest_marker("published") and (reason := published.differs()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def data():
    return load()


@pytest.fixture(scope="session")
def schools(data):
    """The published example: Đồng Tháp's education figures of July 2024 against February 2025."""
    return over_time(data, "Đồng Tháp", "2024-07", "2025-02", "education")
