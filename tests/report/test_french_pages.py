"""A French page holds no English: what the law, the data and we say is said in French, quotes of the law apart."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from localvip.capacity.allocation import expect
from localvip.capacity.comparison import compare_capacities
from localvip.capacity.limits.case import Terms, open_case
from localvip.capacity.limits.grounds import cuts_of
from localvip.capacity.measure import measure_capacity
from localvip.capacity.path import walk
from localvip.capacity.sensitivity import curve, swings
from localvip.ordinance.idle import idle_notices
from localvip.region.cells import make_cells
from localvip.report.capacity_page import render_capacity
from localvip.report.comparison.page import render_comparison
from localvip.report.comparison.telling import tell_comparison
from localvip.report.edition import Edition
from localvip.report.prospects import Prospects, with_prospects
from localvip.report.tables import tell_capacity

ENGLISH = re.compile(
    r"\b(the|of|and|is|are|for|each|with|by|to|in|that|this|not|from|at|there|its|it|be|than|has|have|was|were|used"
    r"|read|people|limit|rules?|areas?|residents|sponsors|adults|where|which|who|nothing|every|less|more|most|least"
    r"|below|above|between|capacity|years?|first|only|all|any|here|within|rounded)\b"
)
PROGRAM = """
localvip: 1
program: Programme
effective: 2026-01-01
sponsors: [{id: un, title: Un, at most: 1 per sponsor}]
"""
HEAD = """
localvip: 1
ordinance: Commune
jurisdiction: Commune
number: 1-2027
authority: art. 1
effective: 2027-01-01
currency: EUR
"""
LAW = """
caps:
  - {id: part, section: art. 1, title: Part, limit: the greater of 2 visas and 1.5% of residents, in each: area}
  - {id: vide, section: art. 2, title: Vide, limit: 1 visa per 4 vacant_units plus 3 visas per km2,
     in each: district quartier, rounding: up}
  - {id: rien, section: art. 3, title: Rien, limit: 5 visas, where: poverty_rate > 90% and not (adults = 3)}
  - {id: rythme, section: art. 4, title: Rythme, limit: 3 visas per year, in each: jurisdiction}
  - {id: tout, section: art. 5, title: Tout, limit: {2027-01-01: 40 visas, 2028-01-01: unlimited},
     existing: exempt, effective: 2027-01-01, sunset: 2031-12-31, falls with: [part]}
  - {id: haut, section: art. 6, title: Haut, limit: 9000 visas, while: poverty_rate < 80%}
  - {id: jamais, section: art. 7, title: Jamais, limit: 9 visas, while: residents < 3}
amenities:
  - {id: soins, section: art. 8, title: Soins, within: 1 km of dispensaires, serves: 6 visas per site,
     cost: 40 EUR per visa per year}
  - {id: cours, section: art. 9, title: Cours, offers: des cours, where: adults >= 10}
zones:
  - id: pilote
    section: art. 10
    title: Pilote
    boundary: {ids: [a, b], except: {ids: [b]}}
    notwithstanding: [part, {id: vide, base: kept}]
    caps: [{id: zone, section: art. 11, title: Zone, limit: 12 visas}]
  - {id: loin, section: art. 12, title: Loin, boundary: {where: poverty_rate > 70%}, notwithstanding: [rien]}
fees:
  - {id: taxe, section: art. 13, title: Taxe, amount: 90 EUR per visa per year}
  - {id: quote, section: art. 14, title: Quote, amount: 3% of sponsor_income, paid by: migrant, paid to: program}
safeguards:
  - {id: place, section: art. 15, title: Place, kind: floor_area, at least: 9 m2 per person}
  - {id: visite, section: art. 16, title: Visite, kind: inspection, at least: 2 visits per visa per year,
     cost: 45 EUR per visit, paid by: employer}
sponsors: [{id: autre, section: art. 17, title: Autre, share: 40% of adults}]
allocation: {section: art. 18, method: lottery}
unmodelled: [{section: art. 19, text: Le reste.}]
"""
AREAS = {
    "a": {"residents": 1000, "adults": 700, "vacant_units": 40, "poverty_rate": 0.2},
    "b": {"residents": 2000, "adults": 1500, "vacant_units": 30, "poverty_rate": 0.4},
    "c": {"residents": 4810, "adults": 3000, "vacant_units": 9, "poverty_rate": None},
}


class Reader(HTMLParser):
    """Collects the texts that a page shows: between tags, in spoken attributes, in its script's data."""

    def __init__(self):
        super().__init__()
        self.texts, self.inside = [], ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag if tag in ("style", "script", "cite", "code") else ""
        self.texts.extend(value for name, value in attrs if name in ("aria-label", "title", "placeholder"))

    def handle_endtag(self, _):
        self.inside = ""

    def handle_data(self, data):
        if self.inside == "script" and data.startswith("{"):
            self.texts.extend(strings(json.loads(data)))
        elif not self.inside:
            self.texts.append(data)


def strings(value):
    """Iterate over the texts in data; its keys are names of the script."""
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(one)
    if isinstance(value, str):
        yield value


def english(page):
    """Return the lines of a page that hold English words."""
    reader = Reader()
    reader.feed(page)
    return [text for text in reader.texts if ENGLISH.search(re.sub(r"{\w+}", "", text.lower()))]


def made(town, law):
    region = town.region(
        AREAS,
        sponsors=[300, 600, 900],
        districts={"quartier": {"Nord": (0, 0, 1.5, 1), "Sud": (1.5, 0, 3, 1)}},
        layers={"dispensaires": {"Un": (0.5, 0.5), "Deux": (1.5, 0.5)}},
        towns={"Commune": (0, 0, 2.6, 1)},
    )
    region = replace(region, currency="EUR")
    rulebook = town.rulebook(HEAD + law, program=PROGRAM)
    rulebook = replace(rulebook, notices=tuple(idle_notices(rulebook)))
    return measured(rulebook, region, Terms(rulebook.ordinances[0].effective)), rulebook


def measured(rulebook, region, terms):
    cells = make_cells(region, cuts_of(rulebook, region))
    return measure_capacity(open_case(rulebook, region, cells, terms))


@pytest.fixture(scope="module")
def sides(town):
    changed = LAW.replace("1.5%", "1%").replace("40 visas", "30 visas").replace("amount: 90", "amount: 95")
    return made(town, LAW), made(town, changed)


def test_a_capacity_report_in_french_holds_no_english(sides):
    (capacity, rulebook), _ = sides
    told = tell_capacity(capacity, rulebook, "localvip report lois quartiers", "fr")
    prospects = Prospects(
        walk([capacity.case]), expect(capacity, 2), curve(capacity), swings=swings(capacity)
    )
    page = render_capacity(with_prospects(told, capacity, prospects))
    assert english(page) == []


def test_a_comparison_in_french_holds_no_english(sides):
    (before, old), (after, new) = sides

    def measure(rulebook, like):
        return measured(rulebook, like.case.region, like.case.terms)

    found = compare_capacities(before, after, measure)
    told = tell_comparison(found, (old, new), "localvip compare lois quartiers", Edition(language="fr"))
    assert english(render_comparison(told)) == []


def test_the_french_of_workings_and_provisions(sides):
    (capacity, rulebook), _ = sides
    told = tell_capacity(capacity, rulebook, "localvip", "fr")
    workings = {limit.working for row in told.areas for limit in row.limits}
    assert "le plus grand nombre entre 2 visas et 1,5 % des 2 000 habitants = 30" in {
        text.replace("\u202f", " ") for text in workings
    }
    words = {row.id: row.words.replace("\u202f", " ").replace("\u00a0", " ") for row in told.provisions}
    assert words["taxe"] == "Le parrain paie 90 EUR par visa par an à la municipalité."
    assert words["vide"].startswith(
        "Au plus 1 visa pour 4 logements vacants plus 3 visas par km² par quartier"
    )
