"""A comparison of very many areas: three maps painted by the script that read as those that are drawn do."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

import localvip.report.comparison.map as map_module
import localvip.report.page as page_module
from localvip.report.comparison.page import render_comparison

pytestmark = pytest.mark.browser
TEXTS = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
COLOURS = """() => [...document.querySelectorAll(".paint")].map(canvas => {
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data, seen = new Set();
    for (let n = 0; n < data.length; n += 400) if (data[n + 3] === 255) seen.add(data.slice(n, n + 3).join());
    return seen.size;
})"""


@pytest.fixture(scope="module")
def pages(comparison, tmp_path_factory):
    """The comparison as it is written, and as it is where it has very many areas."""
    folder = tmp_path_factory.mktemp("comparison")
    (folder / "drawn.html").write_text(render_comparison(comparison), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(map_module, "MANY", 39)
        patch.setattr(page_module, "ROWS_WRITTEN", 30)
        (folder / "painted.html").write_text(render_comparison(comparison), encoding="utf-8")
    return folder


@contextmanager
def opened(browser, path):
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 4000})
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.goto(path.as_uri())
    page.locator("html.js").wait_for()
    try:
        yield page
        assert faults == []
    finally:
        context.close()


def test_the_rows_that_the_script_makes_are_those_that_are_written(browser, pages):
    found = []
    for name in ("drawn", "painted"):
        with opened(browser, pages / f"{name}.html") as page:
            page.locator("#all").click()
            found.append(page.locator("#area-table tbody tr").evaluate_all(TEXTS))
    assert len(found[0]) == 40 and found[0] == found[1]


def test_a_place_is_found_on_each_painted_map(browser, pages, comparison):
    n = next(n for n, row in enumerate(comparison.areas) if row.before and row.name.isascii())
    with opened(browser, pages / "painted.html") as page:
        page.wait_for_timeout(100)
        assert all(number >= 3 for number in page.evaluate(COLOURS))
        page.locator("#area-table tbody tr").nth(n).hover()
        for side in (1, 0):
            marked = page.locator(".hover").nth(side)
            path, spot = marked.get_attribute("d"), marked.bounding_box()
            page.mouse.move(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
            expect(marked).to_have_attribute("d", path)
            assert page.locator("#tip").text_content().startswith(comparison.areas[n].name)
