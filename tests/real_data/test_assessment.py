"""The whole assessment of real places: what must be true of them whatever the assumptions say."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from localvip.impact import assess
from localvip.pipeline import Request, evaluate

ROOT = Path(__file__).parents[2]
REGIONS = ROOT / "tests" / "impact" / "regions"
SUMMIT = ROOT / "sample_regions" / "summit_county_2018"
OPEN = """
localvip: 1
ordinance: Open county
jurisdiction: {level: county, name: Summit}
number: test
authority: Model charter 1
under: vip.yaml
effective: 2027-01-01
currency: USD
caps: [{id: open, section: "1", limit: unlimited}]
"""


def run(rules, region, data, seed=0, draws=60):
    capacity, _ = evaluate(Request((rules,), region, data, date(2028, 1, 1)))
    return capacity, assess(capacity, seed=seed, draws=draws)


def told(frame, **labels):
    for name, value in labels.items():
        frame = frame[frame[name] == value]
    assert len(frame) == 1
    return frame.iloc[0]


def beside_the_program(folder, source):
    shutil.copy(ROOT / "rules" / "programs" / "vip.yaml", folder / "vip.yaml")
    target = folder / "rules.yaml"
    target.write_text(
        source if "\n" in source else (REGIONS / source).read_text(encoding="utf-8"), encoding="utf-8"
    )
    return target


@pytest.mark.real_data
def test_in_akron_the_city_cap_binds_and_the_poor_sponsor_most(summit):
    capacity, found = run(ROOT / "rules" / "akron.yaml", SUMMIT, summit)
    visas = told(found.frames["markets"], measure="visas")
    most = capacity.maximum.visas  # in one small cell fewer are willing than there are slots
    assert most * 0.99 < visas["median"] < most
    assert visas["low"] > 0.95 * most
    sponsors = found.frames["gains"]
    share = sponsors[sponsors["measure"] == "share of sponsors"]["median"].tolist()
    assert share == sorted(share, reverse=True) and share[0] > 0.3
    gain = told(found.frames["surplus"], party="sponsors", measure="gain per visa")
    assert 2000 < gain["low"] < gain["median"] < gain["high"] < 16_000


@pytest.mark.real_data
def test_in_an_open_county_the_market_stops_the_rich(summit, tmp_path):
    capacity, found = run(beside_the_program(tmp_path, OPEN), SUMMIT, summit)
    visas = told(found.frames["markets"], measure="visas")
    assert visas["median"] < capacity.maximum.visas * 0.99
    table = found.frames["uptake"]
    binds = table[table["measure"] == "chance that a limit binds"].set_index("area")["median"]
    income = capacity.case.region.areas["median_income"].reindex(binds.index)
    assert income[binds > 0.8].median() < 0.7 * income[binds < 0.2].median()
    earned = told(found.frames["markets"], measure="what a visa earns")["median"]
    assert earned < 22_000  # 23,300 where only 2,000 migrants are there


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("rules", "region", "data", "currency"),
    [
        ("chicago.yaml", "chicago", "chicago", "USD"),
        ("amiens.yaml", "somme", "amiens_somme_fr", "EUR"),
    ],
)
def test_other_real_places_come_in_their_own_currency(real_data, tmp_path, rules, region, data, currency):
    path = beside_the_program(tmp_path, rules)
    capacity, found = run(path, REGIONS / region / "region.yaml", real_data / data)
    whole = told(found.frames["surplus"], party="all", measure="gain")
    assert whole["unit"] == f"{currency} per year"
    assert 0 < told(found.frames["markets"], measure="visas")["high"] <= capacity.maximum.visas + 1e-6
    auction = told(found.frames["systems"], system="becker-auction", measure="residents' revenue a head")
    rate = {"USD": 1, "EUR": 0.75}[currency]
    assert 1300 * rate < auction["low"] < auction["median"] < auction["high"] < 2700 * rate
