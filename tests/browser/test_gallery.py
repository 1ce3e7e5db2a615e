"""Every kind of report as a reader meets it: offline, without errors, axe clean, never wider than the screen."""

from contextlib import contextmanager
from pathlib import Path

import pytest

import localvip

pytestmark = pytest.mark.browser
REPORTS = Path(localvip.__file__).parents[1] / "reports"
KINDS = ("summit-county.html", "akron-or-shares.html", "amiens.html", "index.html")


@contextmanager
def opened(browser, name, width=1280, **options):
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on("request", lambda request: faults.append(request.url))
    address = (REPORTS / name).as_uri()
    page.goto(address)
    try:
        yield page
        assert faults == [address]
    finally:
        context.close()


@pytest.mark.parametrize("name", KINDS)
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])
def test_each_kind_is_offline_axe_clean_and_no_wider_than_the_screen(
    browser, broken_rules, name, width, scheme
):
    with opened(browser, name, width, color_scheme=scheme) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert broken_rules(page) == []


def test_a_place_under_the_pointer_is_marked_on_all_three_maps_and_in_the_table(browser):
    with opened(browser, "akron-or-shares.html") as page:
        row = page.locator("#area-table tbody tr").nth(2)
        row.hover()
        marked = page.locator(".hover").evaluate_all("nodes => nodes.map(node => node.getAttribute('d'))")
        assert len(marked) == 3 and len(set(marked)) == 1 and marked[0]
        assert "marked" in row.get_attribute("class")
        page.locator(".shapes").first.locator("use").nth(2).hover(force=True)
        assert page.locator(".hover").first.get_attribute("d") == marked[0]
        assert page.locator("#tip").text_content().count("\n") == 2


def test_the_comparison_sorts_and_prints_whole(browser):
    with opened(browser, "akron-or-shares.html") as page:
        page.locator('th[data-key="change"] button').click()
        changes = page.locator("#area-table tbody strong").all_text_contents()
        numbers = [int(text.replace(",", "").replace("−", "-")) for text in changes if text != "withheld"]
        assert numbers == sorted(numbers, reverse=True)
        page.emulate_media(media="print")
        assert all(section.is_visible() for section in page.locator("main section[id]").all())
        pdf = page.pdf(format="A4", print_background=True)
        assert pdf.startswith(b"%PDF") and b"/Subtype /Image" not in pdf


def test_the_french_page_speaks_french_in_its_panel(browser):
    with opened(browser, "amiens.html") as page:
        page.locator(".why").first.click()
        assert "habitants" in page.locator("#why-text").text_content()
        assert page.locator("#close").text_content() == "Fermer"


def test_axe_would_find_pale_words_and_a_picture_without_words(browser, broken_rules):
    with opened(browser, "index.html") as page:
        page.evaluate(
            "document.querySelector('main').insertAdjacentHTML('beforeend',"
            "`<p style='color:#ccc;background:#fff'>pale</p><img src='data:,'>`)"
        )
        assert [rule for rule, _ in broken_rules(page)] == ["color-contrast", "image-alt"]
        assert [rule for rule, _ in broken_rules(page, ("image-alt",))] == ["image-alt"]
