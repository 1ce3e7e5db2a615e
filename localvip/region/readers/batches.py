"""Features that GDAL hands over as Arrow batches, shapes as well-known binary of whatever kind they are."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pyogrio

# GDAL 3.12's own stream of FlatGeobuf begins its count of bytes anew after a feature without a shape, so that those
# before it get the bytes of those behind; the stream that it has for every format doesn't.
PLAIN = {"OGR_FLATGEOBUF_STREAM_BASE_IMPL": "YES"}


def open_batches(source: str | Path, **options: Any) -> AbstractContextManager[Any]:  # noqa: ANN401 (pyogrio's own)
    """Return what opens a stream of ``source``: what is known of it, and a reader of its batches.

    ``options``: those of ``pyogrio.raw.open_arrow``.
    """
    pyogrio.set_gdal_config_options(PLAIN)
    return pyogrio.raw.open_arrow(source, use_pyarrow=True, **options)  # type: ignore[no-any-return]
