import pytest

from localvip.ordinance.prose import sentence

CASES = [
    ("caps: {limit: 9 visas, in each: area, where: a = 1}", "At most 9 visas in each area where a is 1."),
    (
        "caps: {limit: the greater of 2 visas and 5% of residents, in each: area}",
        "At most the greater of 2 visas and 5% of residents in each area.",
    ),
    (
        "caps: {limit: 0 visas per year}",
        "No visas per year, counting visas first issued in the calendar year.",
    ),
    (
        "caps: {limit: unlimited, in each: jurisdiction, where: a = 1}",
        "No limit in each jurisdiction, counting only land where a is 1.",
    ),
    (
        "caps: {limit: '0', where: poverty_rate < 5%}",
        "No visas on all land where poverty rate is below 5%.",
    ),
    (
        "caps: {limit: {2027-01-01: 1% of jobs, 2028-01-01: 1 per 2 vacant_units}, in each: district ward}",
        "From 1 January 2027, at most 1% of jobs; from 1 January 2028, "
        "at most 1 per 2 vacant units in each ward.",
    ),
    (
        "caps: {limit: 5 visas, counts: [permanent], existing: exempt, rounding: up}",
        "At most 5 visas (rounded up), counting permanent visas only; "
        "visas already in force are not counted.",
    ),
    (
        "caps: {limit: 5 visas, while: vacancy_rate < 25%, effective: 2027-02-01, sunset: 2027-03-01, "
        "falls with: [x], text: So be it}",
        "At most 5 visas. It holds in a year on whose first day vacancy rate is below 25%. "
        "In force from 1 February 2027 to 1 March 2027. It falls with x. So be it.",
    ),
    (
        "amenities: {within: 5 km of clinics, serves: 40 visas per bed}",
        "No visas farther than 5 km from clinics; at most 40 visas for each bed of the sites within reach, "
        "each visa served by one.",
    ),
    (
        "amenities: {offers: evening classes, cost: 400 USD per visa per year}",
        "The municipality offers evening classes, at 400 USD per visa per year, paid by the municipality.",
    ),
    (
        "fees: {amount: 5 USD, sunset: 2027-03-01}",
        "The sponsor pays 5 USD to the municipality. In force until 1 March 2027.",
    ),
    ("fees: {amount: 3% of sponsor_income}", "The sponsor pays 3% of sponsor income to the municipality."),
    ("safeguards: {kind: floor_area, at least: 9 m2 per person}", "Floor area: at least 9 m2 per person."),
    (
        "sponsors: {at most: 1 per household, share: 2.5% of adults}",
        "At most 1 visa for each household at any moment; 2.5% of adults may sponsor.",
    ),
    ("sponsors: {where: tenure = 'owner'}", "Only persons may sponsor for whom tenure is owner."),
    (
        "zones: {boundary: [{layer: zones, ids: [a, b]}, "
        "{within: 800 m of canal, where: poverty_rate > 2%, except: {layer: parks}}], notwithstanding: [x]}",
        "A zone of the zones a and b, together with the areas where poverty rate is above 2% "
        "within 800 m of canal, except the parks; in it, 'x' does not apply. It falls with x.",
    ),
]


@pytest.mark.parametrize(("provision", "words"), CASES, ids=[words[:40] for _, words in CASES])
def test_a_provision_is_said_in_words(read, provision, words):
    kind, _, body = provision.partition(": {")
    falls = "falls with: [x], " if "falls with" not in body and "It falls" in words else ""
    other = "caps" if kind != "caps" else "fees"
    x = (
        "  - {id: x, section: '9', limit: 5 visas}\n"
        if other == "caps"
        else "  - {id: x, section: '9', amount: 5 USD}\n"
    )
    rulebook = read(f"{kind}:\n  - {{id: a, section: '1', {falls}{body}\n{other}:\n{x}")
    assert sentence(rulebook.ordinances[0].provision("a")) == words
