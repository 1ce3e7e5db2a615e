"""Where the real data lie: beside the checkout, or in the folder that LOCALVIP_DATA names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """Return the folder of the real data; without one, skip in a plain clone and fail in CI."""
    folder = Path(os.environ.get("LOCALVIP_DATA", ROOT.parent / "shared" / "data"))
    if folder.is_dir():
        return folder
    word = "the real data are not here: set LOCALVIP_DATA to their folder"
    if os.environ.get("CI"):
        pytest.fail(word)
    pytest.skip(word)


@pytest.fixture(scope="session")
def summit(real_data: Path) -> Path:
    """Return the folder of the real files of Akron and Summit County."""
    return real_data / "akron_summit_oh"
