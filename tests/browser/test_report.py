"""The report as a reader meets it: offline, by mouse, by keyboard, on paper, in the dark, on a phone."""

import csv
import re
from contextlib import contextmanager

import pytest

import localvip.report.map as map_module
import localvip.report.page as page_module
from localvip.report.write import write_report

pytestmark = pytest.mark.browser


@contextmanager
def opened(browser, folder, width=1280, where="", **options):
    """A tab with the report in it; fails on any request beyond the file, any error, any console message."""
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.on("request", lambda request: faults.append(request.url))
    address = (folder / "report.html").as_uri()
    page.goto(address + where)
    try:
        yield page
        assert faults == [address]
    finally:
        context.close()


def numbers(page):
    """Limit, used and left of each limit in the panel, as shown."""
    items = page.locator("#why-limits li").all()
    return [tuple(item.locator("dd").all_text_contents()) for item in items]


def wanted(row):
    return [tuple(shown(value) for value in (use.value, use.used, use.slack)) for use in row.limits]


def shown(number):
    return "unknown" if number is None else f"{number:,}".replace("-", "−")


def an_area(report):
    """The place in the table of an area with a binding limit and a plain name."""
    return next(n for n, row in enumerate(report.areas) if row.binding and row.name.isascii() and n > 3)


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_with_the_panel_closed_and_open(browser, broken_rules, folder, width, scheme):
    with opened(browser, folder, width, color_scheme=scheme) as page:
        assert broken_rules(page) == []
        page.locator("#show-binds").check(force=True)
        page.locator(".why").nth(5).click()
        assert broken_rules(page) == []


@pytest.mark.parametrize("width", [1280, 400, 320])
def test_the_page_never_scrolls_sideways(browser, folder, width):
    with opened(browser, folder, width) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == width
        page.locator(".why").nth(5).click()
        assert page.evaluate("document.documentElement.scrollWidth") == width


def test_a_click_on_an_area_says_why(browser, folder, report):
    n = an_area(report)
    with opened(browser, folder) as page:
        page.locator("#shapes path").nth(n).click()
        assert page.locator("#why-title").text_content() == (
            f"{report.areas[n].name}: {shown(report.areas[n].capacity)} visas"
        )
        assert numbers(page) == wanted(report.areas[n])
        assert page.locator("#why-limits .verdict").first.text_content() == "Binds: no visa is left under it."


def test_every_row_opens_the_panel_with_its_own_limits(browser, folder, report):
    with opened(browser, folder) as page:
        page.locator("#all").click()
        for n, row in enumerate(report.areas):
            page.locator(".why").nth(n).evaluate("button => button.click()")
            assert numbers(page) == wanted(row), row.id


def test_the_keyboard_reaches_the_panel_and_escape_gives_the_focus_back(browser, folder):
    with opened(browser, folder) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        seen = []
        for _ in range(80):
            page.keyboard.press("Tab")
            seen.append(page.evaluate("document.activeElement.className || document.activeElement.id"))
            if seen[-1] == "why":
                break
        assert seen[-1] == "why" and {"show-rate", "find", "go", "filter"} <= set(seen)
        name = page.evaluate("document.activeElement.textContent")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "why"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.id") == "close"
        page.keyboard.press("Escape")
        assert page.locator("#why").is_hidden()
        assert page.evaluate("document.activeElement.textContent") == name


def test_targets_are_44_pixels_high(browser, folder):
    with opened(browser, folder, 360) as page:
        for control in page.locator("button:visible, input[type=text]:visible, nav a, .layers label").all():
            assert control.bounding_box()["height"] >= 44, control.text_content()


def test_a_place_is_found_by_name_and_by_id(browser, folder, report):
    row = report.areas[an_area(report)]
    with opened(browser, folder) as page:
        for text in (row.id, row.name.lower(), f"{row.name} ({row.id})"):
            page.locator("#find").fill(text)
            page.keyboard.press("Enter")
            assert page.locator("#why-title").text_content().startswith(row.name)
            page.keyboard.press("Escape")
        page.locator("#find").fill("Atlantis")
        page.locator("#go").click()
        assert page.locator("#why").is_hidden()
        assert page.locator("#live").text_content() == "No place is named Atlantis."


def test_the_table_sorts_and_says_so_with_unknown_last(browser, folder, report):
    known = sorted((row.capacity for row in report.areas if row.capacity is not None), reverse=True)
    rest = [row.governed for row in report.areas if row.capacity is None]
    with opened(browser, folder) as page:
        head = page.locator('th[data-key="capacity"]')
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "descending"
        assert page.locator("#live").text_content() == "Sorted by Capacity, falling."
        assert capacities(page) == [
            *map(shown, known),
            *("unknown" if governed else "–" for governed in rest),
        ]
        head.locator("button").click()
        assert head.get_attribute("aria-sort") == "ascending"
        assert capacities(page)[: len(known)] == [shown(number) for number in reversed(known)]
        assert page.locator("th[aria-sort]").count() == 1


def capacities(page):
    return page.locator("#area-table tbody strong").all_text_contents()


def test_the_table_filters_and_shows_25_rows_first(browser, folder, report):
    town = report.areas[0].jurisdiction
    texts = [f"{row.name}|{row.id}|{row.jurisdiction}|{row.binding}".lower() for row in report.areas]
    own = sum(town.lower() in text for text in texts)
    with opened(browser, folder) as page:
        assert page.locator("#area-table tbody tr:visible").count() == 25
        page.locator("#all").click()
        assert page.locator("#area-table tbody tr:visible").count() == len(report.areas)
        page.locator("#filter").fill(town.upper())
        assert page.locator("#area-table tbody tr:visible").count() == own
        assert page.locator("#live").text_content() == f"{own} of {len(report.areas)} areas."


def test_the_numbers_of_the_page_are_those_of_the_csv(browser, folder):
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with opened(browser, folder) as page:
        cells = page.locator("#area-table tbody tr").evaluate_all(
            "rows => rows.map(r => [...r.cells].map(c => c.textContent))"
        )
    for row, cell in zip(rows, cells, strict=True):
        plain = [text.replace(",", "").replace("unknown", "").replace("–", "") for text in cell[2:6]]
        assert plain == [row[name] for name in ("residents", "sponsors", "ceiling", "capacity")]


def test_two_layers_take_turns_on_the_map(browser, folder):
    with opened(browser, folder) as page:
        fills = "nodes => nodes.map(node => getComputedStyle(node).fill)"
        how_much = page.locator("#shapes path").evaluate_all(fills)
        page.locator("label[for=show-binds]").click()
        binds = page.locator("#shapes path").evaluate_all(fills)
        assert len(set(binds)) > 3 and how_much != binds
        marks = page.locator("#shapes path").evaluate_all("nodes => nodes.map(node => node.classList[2])")
        assert len(set(zip(marks, binds, strict=True))) == len(set(marks)), "one fill for each class"
        assert page.locator(".key.binds").is_visible() and page.locator(".key.rate").is_hidden()


def test_without_javascript_answer_map_and_whole_table_are_there(browser, folder, report):
    with opened(browser, folder, java_script_enabled=False) as page:
        assert page.locator(".answer").text_content() == report.answer
        assert page.locator("#shapes path").count() == len(report.areas)
        assert page.locator("#area-table tbody tr:visible").count() == len(report.areas)
        assert page.locator("#filter").is_hidden() and page.locator("#why").is_hidden()


def test_on_paper_every_section_is_there_and_the_map_is_drawn_not_pictured(browser, folder, report):
    with opened(browser, folder, color_scheme="dark") as page:
        page.locator("#filter").fill("nothing has this name")
        page.emulate_media(media="print")
        sections = page.locator("main section[id]").all()
        assert len(sections) == 11 and all(section.is_visible() for section in sections)
        assert page.locator("#area-table tbody tr:visible").count() == len(report.areas)
        assert page.locator(".map:visible").count() == 2 and page.locator("nav:visible").count() == 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        for paper in ("Letter", "A4"):
            pdf = page.pdf(format=paper, print_background=True)
            assert pdf.startswith(b"%PDF") and b"/Subtype /Image" not in pdf
            assert len(re.findall(rb"/Type /Page\b", pdf)) >= 4


def view(page):
    return [float(part) for part in page.locator("#map .ground").get_attribute("viewBox").split()]


def test_the_map_zooms_moves_and_goes_back_by_keyboard(browser, folder):
    with opened(browser, folder) as page:
        first = view(page)
        closer, farther, reset = page.locator(".zoom button").all()
        closer.press("Enter")
        near = view(page)
        assert near[2] == first[2] / 2 and near[0] + near[2] / 2 == first[2] / 2
        closer.press("ArrowRight")
        assert view(page)[0] > near[0] and view(page)[2] == near[2]
        farther.press("Enter")
        assert view(page)[2] == first[2]
        closer.press("Enter")
        reset.press("Enter")
        assert view(page) == first


def test_a_drag_moves_the_map_and_opens_nothing(browser, folder):
    with opened(browser, folder) as page:
        page.locator(".zoom button").first.click()
        before, box = view(page), page.locator("#map").bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 60, y, steps=4)
        page.mouse.up()
        assert view(page)[0] < before[0] and page.locator("#why").is_hidden()


@pytest.fixture(scope="module")
def long_folder(report, tmp_path_factory):
    """The report as it is written when it has very many areas: painted, packed, its rows made by the script."""
    out = tmp_path_factory.mktemp("browser") / "long"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(map_module, "MANY", 39)
        patch.setattr(page_module, "ROWS_WRITTEN", 30)
        patch.setattr(page_module, "PACKED_ABOVE", 1000)
        write_report(report, out)
    return out


def test_a_page_of_very_many_areas_says_the_same_of_each(browser, long_folder, report):
    with opened(browser, long_folder) as page:
        page.locator("html.js").wait_for()
        assert page.locator("#area-table tbody tr").count() == 25
        assert page.locator("#rest").text_content() == "25 of 40 areas are shown here."
        page.locator("#all").click()
        for n, row in enumerate(report.areas):
            page.locator(".why").nth(n).evaluate("button => button.click()")
            assert numbers(page) == wanted(row), row.id
            assert page.locator("#why-limits .working").all_text_contents() == [
                use.working for use in row.limits
            ]
    with opened(browser, long_folder, java_script_enabled=False) as page:
        assert page.locator("#area-table tbody tr").count() == 25 and page.locator("noscript").count() == 1


def test_rows_made_by_the_script_are_those_that_are_written(browser, folder, long_folder):
    texts = "rows => rows.map(row => [...row.cells].map(cell => cell.textContent))"
    with opened(browser, folder) as page:
        written = page.locator("#area-table tbody tr").evaluate_all(texts)
    with opened(browser, long_folder) as page:
        page.locator("html.js").wait_for()
        page.locator("#all").click()
        assert page.locator("#area-table tbody tr").evaluate_all(texts) == written


def test_a_painted_map_shows_its_classes_and_answers_a_click(browser, long_folder, report):
    colours = """() => {
        const canvas = document.getElementById("paint"), pen = canvas.getContext("2d");
        const data = pen.getImageData(0, 0, canvas.width, canvas.height).data, seen = new Set();
        for (let n = 0; n < data.length; n += 400) if (data[n + 3] === 255) seen.add(data.slice(n, n + 3).join());
        return seen.size;
    }"""
    n = an_area(report)
    with opened(browser, long_folder) as page:
        page.locator("html.js").wait_for()
        page.locator("#find").fill(report.areas[n].id)
        page.keyboard.press("Enter")
        assert page.locator("#why-title").text_content().startswith(report.areas[n].name)
        spot = page.locator("#chosen").bounding_box()
        page.keyboard.press("Escape")
        page.wait_for_timeout(100)
        assert page.evaluate(colours) >= 3
        page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)
        assert page.locator("#why-title").text_content().startswith(report.areas[n].name)


def test_a_pdf_has_all_rows_of_a_long_table(browser, long_folder, report):
    with opened(browser, long_folder, where="#all-rows") as page:
        page.locator("html.js").wait_for()
        page.emulate_media(media="print")
        assert page.locator("#area-table tbody tr:visible").count() == len(report.areas)
        assert page.locator("#rest").is_hidden() and page.locator(".zoom").is_hidden()
        assert page.locator("#map:visible").count() == 1


def test_the_two_maps_on_paper_show_the_two_layers(browser, folder):
    with opened(browser, folder) as page:
        page.emulate_media(media="print")
        fill = """svg => {
            const probe = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
            probe.setAttribute("class", "a r5 b1");
            return getComputedStyle(probe).fill;
        }"""
        assert page.locator("#map").evaluate(fill) == "rgb(13, 66, 97)"
        assert page.locator(".second").evaluate(fill) == "rgb(240, 192, 138)"
