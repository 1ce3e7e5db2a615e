"""Sentences at the head of an impact report: the same numbers as the tables, both readings of each."""

from localvip.report.impact.wording import answer, checks, gain_of, headlines, method, three_lines


def test_the_answer_names_number_gain_budget_and_pay(assessed):
    text = answer(assessed.capacity, assessed.impact)
    assert text.startswith("Under the rules of 1 January 2027, Town would have about ")
    assert gain_of(assessed.impact, "sponsors").said in text
    assert "the municipality would pay $" in text and "pay in similar work would fall by" in text


def test_four_headlines_each_with_its_range(assessed):
    told = headlines(assessed.impact)
    assert [item.label for item in told] == [
        "Visas in use",
        "A sponsor gains",
        "The municipality’s balance",
        "Pay in similar work",
    ]
    assert all(" to " in item.note for item in told)


def test_three_lines_law_first_then_forecast(assessed):
    law, realistic, *expected = three_lines(assessed.capacity, assessed.impact)
    assert law.value == f"{assessed.capacity.maximum.visas:,}"
    assert realistic.label == "Realistic" and "not law" in realistic.note
    assert [item.label for item in expected] == [f"Expected in year {n}" for n in (1, 5, 10)]


def test_each_headline_has_a_critic_and_a_supporter_with_numbers_of_this_place(assessed):
    found = checks(assessed.impact)
    assert [one.headline for one in found] == [item.label for item in headlines(assessed.impact)]
    assert "20% to 50% of adults" in found[0].critic
    assert "moves the result most" in found[1].critic
    assert found[3].critic.startswith("The study that finds most: Borjas, men")
    assert all(any(char.isdigit() for char in one.supporter) for one in found)


def test_the_method_says_how_many_draws(assessed):
    assert "40 draws (seed 2)" in method(assessed.impact)[0]
