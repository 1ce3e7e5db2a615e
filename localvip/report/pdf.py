"""A report on paper: Chromium prints the page as the print style sheet lays it out, without network."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from localvip.problem import OutputRefused

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
SECONDS = 120
PATIENCE_MS = 20_000  # of the page's own clock, in which its script makes the rows of a long table


def chromium() -> str:
    """Return the browser that prints: ``LOCALVIP_CHROMIUM``, else one on the path; ``OutputRefused`` without."""
    found = os.environ.get("LOCALVIP_CHROMIUM") or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if found is None:
        raise OutputRefused(
            "A PDF needs Chromium. Install it, set LOCALVIP_CHROMIUM, or print the page by hand."
        )
    return found


def print_pdf(page: Path) -> Path:
    """Print ``page`` beside itself as PDF and return the file; raises ``OutputRefused`` where that fails."""
    final = page.with_suffix(".pdf")
    with TemporaryDirectory() as profile:
        draft = Path(profile) / final.name
        command = [chromium(), *FLAGS, f"--user-data-dir={profile}", "--no-pdf-header-footer"]
        command += [
            f"--virtual-time-budget={PATIENCE_MS}",
            f"--print-to-pdf={draft}",
            f"{page.absolute().as_uri()}#all-rows",
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)  # noqa: S603 (no shell)
            shutil.copyfile(draft, final)
        except (OSError, subprocess.SubprocessError) as error:
            raise OutputRefused(f"{final.name} could not be printed: {type(error).__name__}.") from error
    return final
