import pytest

from sosanh.collection import load
from sosanh.compare import over_time


@pytest.fixture(scope="session")
def data():
    return load()


@pytest.fixture(scope="session")
def schools(data):
    """The published example: Đồng Tháp's education figures of July 2024 against February 2025."""
    return over_time(data, "Đồng Tháp", "2024-07", "2025-02", "education")
