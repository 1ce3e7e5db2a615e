"""Monitoring: each indicator with the forecast's own band, and what is unknown told so."""

import numpy as np
import pandas as pd
import pytest

from localvip.impact.assumption import read_assumptions
from localvip.impact.monitoring import WATCHES, monitoring_table


def banded(**labels):
    return pd.DataFrame([{**labels, "low": 1.0, "median": 2.0, "high": 3.0, "unit": "visas"}])


def frames(visits=2.0):
    """Return frames of which each has the one row that the plan reads."""
    signs = ("wage, of the general minimum of a full year", "visits asked for by law")
    protection = pd.concat([banded(indicator=sign) for sign in signs], ignore_index=True)
    protection.loc[1, ["low", "median", "high"]] = visits
    use = {"use_low": 0.5, "threshold": 0.9}
    services = pd.DataFrame(
        [
            {"area": "", "service": "bedrooms", "capacity": 9.0, "use_median": 0.4, **use},
            {"area": "", "service": "transit", "capacity": 9.0, "use_median": 0.8, **use},
            {"area": "", "service": "water", "capacity": np.nan, "use_median": np.nan, **use},
            {"area": "a", "service": "transit", "capacity": 9.0, "use_median": 1.8, **use},
        ]
    )
    return {
        "years": pd.concat([banded(line="expected", year=year) for year in (1, 2)], ignore_index=True),
        "surplus": banded(party="sponsors", measure="gain per visa"),
        "labour": banded(measure="change of wages"),
        "fiscal_totals": banded(method="marginal", measure="net"),
        "services": services,
        "access": pd.DataFrame(columns=["area", "measure", "low", "median", "high", "unit"]),
        "contact": banded(index="dissimilarity", stage="after"),
        "protection": protection,
    }


@pytest.fixture(scope="module")
def plan():
    return monitoring_table(frames(), read_assumptions()).set_index("indicator")


def test_every_indicator_says_what_it_counts_where_when_by_whom_and_then_what(plan):
    assert len(plan) == len(WATCHES) == plan.index.nunique()
    told = plan[["definition", "source", "frequency", "owner", "action"]]
    assert (told.map(len) > 0).all(axis=None)


def test_the_band_is_that_of_the_forecast_and_only_its_bad_ends_ask_to_act(plan):
    ends = ["expected", "at_least", "at_most"]
    assert plan.loc["visas in force after one year", ends].tolist() == [2, 1, 3]
    assert plan.loc["a sponsor's gain", ends[:2]].tolist() == [2, 1]
    assert np.isnan(plan.loc["a sponsor's gain", "at_most"])
    assert np.isnan(plan.loc["unevenness of homes", "at_least"])
    breaches = read_assumptions()["protection.violations_per_visa"]
    assert plan.loc["breaches found", "at_most"] == float(breaches.high)


def test_the_fullest_service_acts_at_its_threshold(plan):
    row = plan.loc["use of the fullest service"]
    assert (row["expected"], row["at_most"]) == (0.8, 0.9)


def test_what_the_region_or_the_law_does_not_tell_is_unknown(plan):
    assert plan.loc["people out of reach", ["expected", "at_most"]].isna().all()
    assert plan.loc["visits made", "at_least"] == 2
    unset = monitoring_table(frames(visits=0.0), read_assumptions()).set_index("indicator")
    assert unset.loc["visits made", ["expected", "at_least"]].isna().all()


def test_of_facilities_that_are_out_of_reach_the_worst_is_watched():
    held = frames()
    worse = banded(area="", measure="people out of reach, after").assign(median=7.0)
    held["access"] = pd.concat(
        [banded(area="", measure="people out of reach, after"), worse], ignore_index=True
    )
    plan = monitoring_table(held, read_assumptions()).set_index("indicator")
    assert plan.loc["people out of reach", "expected"] == 7
