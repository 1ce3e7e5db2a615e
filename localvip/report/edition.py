"""An edition: the choices of whoever publishes a report, which change no number that the law gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from localvip.problem import Place, Problem, Refused

if TYPE_CHECKING:
    from localvip.report.page import Dress


@dataclass(frozen=True)
class Edition:
    """How a report is published.

    ``language``: of the page (``None``: that of the ordinance). ``theme``: a theme file. ``templates``: a folder
    whose templates stand in for ours. ``pdf``: a PDF as well. ``small_counts``: counts of people under 5 are shown.
    """

    language: str | None = None
    theme: Path | None = None
    templates: Path | None = None
    pdf: bool = False
    small_counts: bool = False

    def dress(self) -> Dress:
        """Return the theme and templates, read.

        Raises ``Refused`` for a theme or a folder that can't be used, ``OutputRefused`` for a PDF without a browser.
        """
        # Templates are heavy, and most runs stop before a page is made.
        from localvip.report.page import Dress
        from localvip.report.pdf import chromium
        from localvip.report.theme import PLAIN as NO_THEME
        from localvip.report.theme import read_theme

        if self.pdf:
            chromium()
        if self.templates is not None and not self.templates.is_dir():
            place = Place("--template")
            raise Refused([Problem(place, "template", f"{self.templates} is no folder.")])
        return Dress(read_theme(self.theme) if self.theme else NO_THEME, self.templates)

    def printed(self, paths: tuple[Path, ...]) -> tuple[Path, ...]:
        """Return the files ``paths`` of a report, with a PDF of its page where one is asked for."""
        from localvip.report.pdf import print_pdf

        pages = [path for path in paths if self.pdf and path.suffix == ".html"]
        return (*paths, *map(print_pdf, pages))


PLAIN = Edition()
