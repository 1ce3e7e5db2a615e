"""A column that stands for a protected ground is refused under whatever name, in every way of using it."""

from dataclasses import replace

import pytest

from localvip.capacity.limits.proxies import proxy_problems
from localvip.language.document import Document
from localvip.language.record import fill
from localvip.language.source import compose
from localvip.problem import Refused
from localvip.region.manifest import Areas

AREAS = {"a": {"residents": 100, "index": 0.4, "harmless": 1}}
COLUMNS = """file: x.parquet
id: id
columns:
  residents: residents
  harmless: {column: harmless}
  index: {column: index, unit: share, proxy for: ethnic origin}
  hidden: {column: pct_black, unit: share}
  part: {rate: index, of: residents}
  blacks: {column: black_residents}
  some: {rate: safe, of: blacks}
  safe: {column: safe, unit: share}
"""
USES = {
    "where": "caps: [{id: a, section: x, limit: 5 visas, where: NAME > 30%}]",
    "while": "caps: [{id: a, section: x, limit: 5 visas, while: NAME > 30%}]",
    "limit": "caps: [{id: a, section: x, limit: 5% of NAME}]",
    "boundary": "zones: [{id: z, section: x, boundary: {where: NAME > 30%}, notwithstanding: [a]}]",
    "definition": "definitions: {d: {is: residents * NAME}}",
    "fee": "fees: [{id: f, section: x, amount: 3% of NAME}]",
    "share": "sponsors: [{id: s, section: x, share: 5% of NAME}]",
    "order": "allocation: {section: x, method: priority, order: [NAME up]}",
    "reserve": "allocation: {section: x, reserve: 30% where NAME > 30%}",
}


@pytest.fixture(scope="module")
def region(town):
    document = Document("squares/region.yaml", "0" * 64, compose(COLUMNS, "squares/region.yaml"))
    return replace(town.region(AREAS), columns=fill(Areas, document).columns)


@pytest.mark.parametrize("use", USES)
def test_a_declared_proxy_is_refused_however_it_is_used(town, region, use):
    problems = list(proxy_problems(town.rulebook(USES[use].replace("NAME", "index")), region))
    assert [problem.code for problem in problems] == ["forbidden-ground"]
    assert "squares/region.yaml:6:" in problems[0].message
    assert "a proxy for ethnic origin" in problems[0].message
    assert problems[0].place.file == "town.yaml"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hidden", "is read (squares/region.yaml:7:20) from 'pct_black' and stands for race"),
        ("part", "reckoned (squares/region.yaml:8:"),
        ("some", "reckoned (squares/region.yaml:10:"),
    ],
)
def test_a_column_named_otherwise_or_reckoned_from_one_is_refused_too(town, region, name, words):
    (problem,) = proxy_problems(town.rulebook(USES["where"].replace("NAME", name)), region)
    assert words in problem.message


@pytest.mark.parametrize("name", ["harmless", "residents", "unknown_name"])
def test_other_columns_are_free(town, region, name):
    assert list(proxy_problems(town.rulebook(USES["limit"].replace("NAME", name)), region)) == []


def test_the_main_job_refuses_it_as_well(town, region):
    with pytest.raises(Refused, match="a ground no rule may use"):
        town.case(region, USES["where"].replace("NAME", "index"))
