"""Real lists, which are not in this repository: the folder that ``KHRONIKA_DATA`` names."""

import os
from pathlib import Path

import pytest


def real(*parts: str) -> Path:
    """Return a file below the folder; skip the test where there is none."""
    folder = os.environ.get("KHRONIKA_DATA")
    if not folder:
        pytest.skip("KHRONIKA_DATA names no folder with the real lists")
    path = Path(folder, *parts)
    if not path.exists():
        pytest.skip(f"the folder that KHRONIKA_DATA names holds no {'/'.join(parts)}")
    return path
