"""A theme is checked before any page is made; a template of ours can be replaced by a town's own."""

import pytest

from localvip.problem import Refused
from localvip.report.capacity_page import render_capacity
from localvip.report.page import Dress
from localvip.report.theme import PNG, contrast, read_theme


def theme(folder, text, logo=b""):
    (folder / "logo.png").write_bytes(logo)
    (folder / "theme.yaml").write_text(f"localvip: 1\ntheme: City of Akron\n{text}", encoding="utf-8")
    return read_theme(folder / "theme.yaml")


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_name_logo_and_colours_reach_the_page(tmp_path, report):
    found = theme(tmp_path, 'logo: logo.png\ncolour: "#0b4f71"\ndark_colour: "#8cc7e6"\n', PNG + b"rest")
    html = render_capacity(report, Dress(found))
    assert "City of Akron" in html and 'src="data:image/png;base64,' in html and "--link:#0b4f71" in html


@pytest.mark.parametrize(
    ("text", "logo", "message"),
    [
        ('colour: "#ffee00"\n', b"", "readers need 4.5 to 1. Take a darker one."),
        ('dark_colour: "#222222"\n', b"", "Take a lighter one."),
        ("colour: red;}body{x\n", b"", "is no colour"),
        ("logo: logo.png\n", b"<svg onload=x>", "is no PNG"),
        ("logo: logo.png\n", PNG + bytes(100_001), "has more than 100,000 bytes"),
        ("logo: ../logo.png\n", PNG, "is no file in the folder of the theme"),
    ],
)
def test_a_theme_that_would_harm_the_page_is_refused(tmp_path, text, logo, message):
    with pytest.raises(Refused, match=message.replace(".", r"\.")):
        theme(tmp_path, text, logo)


def test_a_template_of_the_same_name_takes_the_place_of_ours(tmp_path, report):
    (tmp_path / "banner.html").write_text("<p>Town hall says: {{ report.status }}</p>", encoding="utf-8")
    html = render_capacity(report, Dress(templates=tmp_path))
    assert "Town hall says: draft" in html and "not adopted law" not in html


def test_a_template_that_reaches_beyond_the_report_is_refused(tmp_path, report):
    (tmp_path / "banner.html").write_text(
        "{{ report.__class__.__mro__[1].__subclasses__() }}", encoding="utf-8"
    )
    with pytest.raises(Refused):
        render_capacity(report, Dress(templates=tmp_path))
