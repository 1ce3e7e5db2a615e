"""The impact report as a reader meets it: offline, axe clean, by keyboard, the same numbers as its tables."""

import csv
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

import localvip
from localvip.pipeline import Request
from localvip.publication import Forecast, report_impact
from localvip.report.impact.numbers import said

pytestmark = pytest.mark.browser
ROOT = Path(localvip.__file__).parents[1]
AKRON = Request((ROOT / "rules" / "akron.yaml",), ROOT / "sample_regions" / "akron", on=date(2028, 1, 1))

AREAS = 148


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("impact") / "out"
    report_impact(AKRON, Forecast(draws=60), folder)
    return folder


@contextmanager
def opened(browser, folder, width=1280, **options):
    """A tab with the report in it; fails on any request beyond the file, any error, any console message."""
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: faults.append(request.url))
    address = (folder / "impact.html").as_uri()
    page.goto(address)
    try:
        yield page
        assert faults == [address]
    finally:
        context.close()


def test_axe_finds_nothing_and_the_page_never_scrolls_sideways(browser, broken_rules, made):
    contrast = ("color-contrast",)  # all other rules are the same in the dark
    with opened(browser, made) as page:
        for width, scheme, rules in (
            (1280, "light", ()),
            (1280, "dark", contrast),
            (360, "dark", ()),
            (360, "light", contrast),
        ):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate("document.documentElement.scrollWidth") == width
            assert broken_rules(page, rules) == []


def test_the_numbers_of_the_page_are_those_of_the_tables(browser, made):
    def rows(name):
        with (made / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    table = {(row["area"], row["measure"]): row for row in rows("uptake.csv")}
    ids = {row["area"]: row["name"] for row in rows("uptake.csv")}
    with opened(browser, made) as page:
        cells = page.locator("#area-table tbody tr").evaluate_all(
            "rows => rows.map(r => [...r.cells].map(c => c.textContent))"
        )
        shown = {cell[0]: cell for cell in cells if cell[3] not in ("–", "withheld")}
        assert len(shown) > 50
        for area, name in ids.items():
            if name not in shown:
                continue
            visas, gain = (table[area, key] for key in ("visas the market would use", "gain of a sponsor"))
            if visas["low"] == visas["high"]:
                assert shown[name][3] == f"{round(float(visas['median'])):,}"
            assert shown[name][6] == said(float(gain["median"]), gain["unit"])
        parties = page.locator("#gains table").first.locator("tbody tr").all_inner_texts()
        gains = {row["party"]: row for row in rows("surplus.csv") if row["measure"] == "gain"}
        for text in parties:
            row = gains[text.split("\t")[0].lower()]
            assert text.split("\t")[1] == said(float(row["median"]), row["unit"])


def test_layers_take_turns_and_a_click_finds_the_row(browser, made):
    with opened(browser, made) as page:
        fills = "nodes => nodes.map(node => getComputedStyle(node).fill)"
        seen = []
        for key in ("u", "g", "s"):
            page.locator(f"label[for=show-{key}]").click()
            seen.append(tuple(page.locator("#shapes path").evaluate_all(fills)))
            assert page.locator(f".key.for-{key}").is_visible()
            assert page.locator(".key[class*=for-]:visible").count() == 1
        assert len(set(seen)) == 3 and all(len(set(layer)) > 3 for layer in seen)
        page.locator("#shapes path").nth(2).click()
        assert page.locator("#area-table tbody tr:visible").count() == 1
        assert page.evaluate("document.activeElement.id") == "filter"


def test_the_keyboard_reaches_layers_filter_and_reasons(browser, made):
    with opened(browser, made) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        seen = set()
        for _ in range(120):
            page.keyboard.press("Tab")
            seen.add(
                page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')")
            )
        assert {"show-u", "filter", "all", "#fiscal.administration"} <= seen
        page.locator("a[href='#fiscal.administration']").first.press("Enter")
        assert (
            page.locator("[id='fiscal.administration']").evaluate("row => row.getBoundingClientRect().top")
            < 900
        )


def test_on_paper_every_part_and_all_three_maps_are_there(browser, made):
    with opened(browser, made, color_scheme="dark") as page:
        page.locator("#filter").fill("nothing has this name")
        page.emulate_media(media="print")
        sections = page.locator("main section[id]").all()
        assert len(sections) == 21 and all(section.is_visible() for section in sections)
        assert page.locator(".map:visible").count() == 3
        assert page.locator(".key[class*=for-]:visible").count() == 3
        assert page.locator("#area-table tbody tr:visible").count() == AREAS
        pdf = page.pdf(format="A4", print_background=True)
        assert pdf.startswith(b"%PDF") and b"/Subtype /Image" not in pdf


def test_without_a_script_everything_is_there(browser, made):
    with opened(browser, made, java_script_enabled=False) as page:
        assert page.locator("#area-table tbody tr:visible").count() == AREAS
        assert page.locator("#filter").is_hidden()
        assert page.locator("#shapes path").count() == AREAS
