"""Five ordinances of the kind that councils write: they load, and mean what they say."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from localvip.ordinance.force import in_force, lapses
from localvip.ordinance.read import read_rules

FOLDER = Path(__file__).parent / "ordinances"


def read(*names):
    return read_rules([FOLDER / f"{name}.yaml" for name in names])


def cap(rulebook, name, ordinance=0):
    return rulebook.ordinances[ordinance].provision(name)


def test_a_small_strict_suburb():
    rulebook = read("fairview-hills")
    assert [law.noun for law in rulebook.laws] == ["program", "act", "ordinance"]
    ceiling = cap(rulebook, "ceiling").limit_on(date(2028, 1, 1))
    assert ceiling.value({"residents": Fraction(3999)}) == Fraction(3999, 100)
    assert ceiling.value({"residents": Fraction(9000)}) == 40
    assert cap(rulebook, "pace").limit_on(date(2028, 1, 1)).per_year
    assert cap(rulebook, "permanent").counts == ("permanent",)
    assert rulebook.ordinances[0].number == "2027-08"
    assert cap(rulebook, "one-a-household").at_most.per == "household"


def test_a_big_city_with_phases_and_two_zones():
    rulebook = read("port-erie")
    citywide = cap(rulebook, "citywide")
    assert citywide.limit_on(date(2026, 12, 31)) is None
    assert citywide.limit_on(date(2027, 12, 31)).text == "1% of residents"
    assert citywide.limit_on(date(2030, 1, 1)).value({"residents": Fraction(10**6)}) == 12000
    stock = cap(rulebook, "stock").limit_on(date(2027, 1, 1))
    assert stock.value({"vacant_units": Fraction(7), "library": Fraction(2)}) == Fraction(27, 2)
    innerbelt = cap(rulebook, "innerbelt")
    assert [(one.id, one.base) for one in innerbelt.notwithstanding][-1] == ("citywide", "kept")
    assert innerbelt.boundary[0].except_.layer == "parks"
    assert cap(rulebook, "old-port-cap").limit_on(date(2030, 1, 1)).bases == {"land"}


def test_a_county_limited_by_its_clinics():
    rulebook = read("harlan-county")
    (county,) = rulebook.ordinances[0].jurisdictions
    assert (county.level, county.name, county.outside) == ("county", "Harlan", ("municipality",))
    clinic = cap(rulebook, "clinic")
    assert clinic.within.metres == Fraction("48280.32")
    assert (clinic.serves.rate, clinic.serves.unit) == (12, "bed")
    assert cap(rulebook, "land").limit_on(date(2028, 1, 1)).sums[0].terms[0].rate == Fraction(1, 2)


def test_a_commune_inside_an_intercommunal_body():
    rulebook = read("amiens")
    assert [law.title[:33] for law in rulebook.ordinances] == [
        "Délibération de la métropole sur ",
        "Délibération du conseil municipal",
    ]
    commune = rulebook.ordinances[1]
    assert commune.jurisdictions[0].id == "80021"
    assert [law.noun for law in rulebook.higher(commune)] == ["ordinance", "act", "program"]
    assert [one.id for one in rulebook.ordinances[0].defaults.caps] == ["commune-sans-texte"]


def test_a_pilot_zone_across_a_border_sets_aside_an_older_rule_of_its_own_bodies():
    rulebook = read("akron-barberton", "akron")
    joint = next(law for law in rulebook.ordinances if len(law.jurisdictions) == 2)
    assert [one.name for one in joint.jurisdictions] == ["Akron", "Barberton"]
    law, provision = rulebook.find(joint, "akron.yaml#citywide")
    assert (law.title, provision.id) == ("Akron hosting ordinance", "citywide")


def test_a_moratorium_holds_for_its_time_and_the_old_text_revives():
    rulebook = read("port-erie-moratorium")
    assert [law.title for law in rulebook.ordinances] == ["Port Erie hosting code"]
    days = (date(2029, 5, 1), date(2029, 8, 1), date(2029, 8, 2))
    before, during, after = (in_force(rulebook, day) for day in days)
    assert before.ordinances[0].provision("moratorium") is None
    assert during.ordinances[0].provision("moratorium").limit.text == "0 visas per year"
    assert during.ordinances[0].provision("host-credit") is None
    assert after.ordinances[0].provision("host-credit") is not None
    moratorium = during.ordinances[0].provision("moratorium")
    assert during.law_of(moratorium).title == "Emergency moratorium after the flood"


@pytest.mark.parametrize(
    ("day", "standing"),
    [(date(2027, 6, 30), "not yet in force"), (date(2030, 6, 30), None), (date(2030, 7, 1), "lapsed")],
)
def test_a_zone_lives_in_its_own_dates_to_the_last_day(day, standing):
    rulebook = read("port-erie")
    why = {name: reason for _, name, reason in lapses(rulebook, day)}
    assert why.get("innerbelt") == why.get("innerbelt-cap") == standing
    assert (in_force(rulebook, day).ordinances[0].provision("innerbelt-cap") is None) == bool(standing)
