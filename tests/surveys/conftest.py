"""The survey that Amara is asked."""

import pytest

from surveys.loading import library
from surveys.model import Survey


@pytest.fixture(scope="session")
def about_me() -> Survey:
    return library()["about_me_8_11"]
