"""The public names of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

import localvip as lv


@pytest.mark.parametrize("name", lv.__all__)
def test_every_public_name_is_there(name):
    assert getattr(lv, name) is not None


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'eval'"):
        lv.eval  # noqa: B018


def test_importing_the_package_imports_nothing_heavy():
    code = (
        "import sys, localvip; print(sorted({'geopandas', 'pandas', 'pydantic', 'scipy'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
