"""Words that planners use: a hint names the word of the language."""

import pytest

from localvip.customary import CUSTOMARY, customary
from localvip.language.quantity import parse_each, parse_limit
from localvip.language.words import QuantityError
from localvip.problem import did_you_mean


def test_a_planners_word_comes_before_a_near_one():
    assert did_you_mean("tract", ["area", "district", "jurisdiction"]) == "Did you mean 'area'?"
    assert did_you_mean("tract", ["district", "jurisdiction"]) == "Did you mean 'district'?"


def test_a_word_is_only_offered_where_it_is_known():
    assert customary("population", ["residents"]) == "residents"
    assert customary("Population", ["adults"]) == ""
    assert not set(CUSTOMARY) & set(CUSTOMARY.values())


@pytest.mark.parametrize(
    ("read", "text", "hint"),
    [
        (parse_each, "tract", "Did you mean 'area'?"),
        (parse_each, "census tract", "Did you mean 'area'?"),
        (parse_limit, "5 visas per square mile", "Write sq mi."),
        (parse_limit, "5 per km²", "Write km2."),
        (parse_limit, "2 per acres", "Write acre."),
        (parse_limit, "$120", "Write the currency's three letters after the number: 120 USD."),
    ],
)
def test_the_hint_says_how_it_is_written(read, text, hint):
    with pytest.raises(QuantityError) as refused:
        read(text)
    assert refused.value.hint == hint
