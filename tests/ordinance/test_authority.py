import pytest

from localvip.problem import Refused

CAP = "caps:\n  - {{id: a, section: '2', limit: {0}{1}}}\n"


def permit(of, rest):
    return f"  - {{id: more, section: '7', of: {of}, {rest}}}\n"


def said(read, body, act):
    with pytest.raises(Refused) as error:
        read(body, act)
    return error.value.text()


@pytest.mark.parametrize(
    ("limit", "bound"),
    [
        ("10% of residents", "at most: 10% of residents"),
        ("the lesser of 900 visas and 12% of residents", "at most: 1000 visas"),
        ("2% of residents", "at least: 1% of residents"),
        ("unlimited", "at least: 1% of residents"),
        ("the greater of 1 visa and 2% of residents", "at least: 1% of residents"),
        ("5 visas per year", "at least: 10 visas"),
    ],
)
def test_a_cap_within_its_bounds_passes_without_a_word(read, limit, bound):
    assert read(CAP.format(limit, ""), permit("caps", bound)).notices == ()


@pytest.mark.parametrize(
    ("limit", "bound"),
    [
        ("10.1% of residents", "at most: 10% of residents"),
        ("unlimited", "at most: 10% of residents"),
        ("the greater of 1001 visas and 5% of residents", "at most: 1000 visas"),
        ("0.9% of residents", "at least: 1% of residents"),
        ("0", "at least: 1% of residents"),
        ("5 visas per year", "at least: 10 visas per year"),
        ("{2027-01-01: 2% of residents, 2028-01-01: 0.5% of residents}", "at least: 1% of residents"),
    ],
)
def test_a_cap_beyond_its_bounds_is_refused_with_both_citations(read, limit, bound):
    text = said(read, CAP.format(limit, ""), permit("caps", bound))
    assert "cap 'a' (T, section 2)" in text
    assert f"pre-empted by A, section 7: {bound.replace(':', '')}" in text


@pytest.mark.parametrize(
    ("limit", "rest", "bound"),
    [
        ("200 visas", "", "at most: 10% of residents"),
        ("the lesser of 5% of adults and 2000 visas", "", "at most: 1000 visas"),
        ("5% of residents", ", in each: area", "at most: 10% of residents, in each: jurisdiction"),
    ],
)
def test_what_a_region_must_decide_is_noted(read, limit, rest, bound):
    (notice,) = read(CAP.format(limit, rest), permit("caps", bound)).notices
    assert notice.code == "undecided"
    assert "can only be held in a region against A, section 7" in notice.message


def test_a_bound_on_capacity_waits_for_the_region(read):
    (notice,) = read("", permit("capacity", "at least: 0.5% of residents, in each: jurisdiction")).notices
    assert "joint capacity" in notice.message


def test_fees_are_bounded_in_the_same_money_and_for_the_same_thing(read):
    fee = "fees:\n  - {{id: f, section: '3', amount: {0}}}\n"
    act = permit("fees", "at most: 500 USD per visa per year")
    assert read(fee.format("500 USD per visa per year"), act).notices == ()
    assert "pre-empted by A, section 7" in said(read, fee.format("501 USD per visa per year"), act)
    assert [one.code for one in read(fee.format("9 USD per visit"), act).notices] == ["undecided"]


@pytest.mark.parametrize(
    ("time", "refused"),
    [
        ("4 years", False),
        ("3 years", True),
        ("48 months", False),
        ("47 months", True),
        ("1461 days", False),
        ("1460 days", True),
    ],
)
def test_an_ordinance_runs_no_longer_than_the_act_lets_it(read, time, refused):
    act = permit("duration", f"at most: {time}")
    if refused:
        assert "runs from 2027-01-01 to 2030-12-31" in said(read, "", act)
    else:
        assert read("", act).notices == ()


def test_a_safeguard_is_no_weaker_than_the_one_above(read):
    act = "safeguards:\n  - {id: room, section: '8', kind: floor_area, at least: 9 m2 per person}\n"
    body = "safeguards:\n  - {{id: s, section: '3', kind: floor_area, at least: {0} m2 per person}}\n"
    assert read(body.format(9), act).notices == ()
    others = ("kind: bond", "kind: training, at least: 1 day")
    other = "".join(f"  - {{id: s{n}, section: '{n}', {rest}}}\n" for n, rest in enumerate(others))
    assert read("safeguards:\n" + other, act).notices == ()
    assert "section 8: at least 9 m2 per person" in said(read, body.format(8.5), act)


def test_a_void_provision_is_kept_on_request_and_marked(read):
    rulebook = read(
        CAP.format("20% of residents", ""), permit("caps", "at most: 10% of residents"), allow_preempted=True
    )
    ((law, provision, reason),) = [(one.law, one.provision, one.reason) for one in rulebook.preempted]
    assert (law, provision) == ("T", "a")
    assert rulebook.ordinances[0].provision("a") is not None
    assert [notice.message for notice in rulebook.notices] == [reason]


def test_what_falls_with_a_void_provision_is_void_too(read):
    body = CAP.format("20% of residents", "") + (
        "  - {id: b, section: '3', limit: 5% of residents, falls with: [c]}\n"
        "  - {id: c, section: '4', limit: 5% of residents, falls with: [a]}\n"
        "  - {id: d, section: '5', limit: 5% of residents}\n"
    )
    rulebook = read(body, permit("caps", "at most: 10% of residents"), allow_preempted=True)
    assert [one.provision for one in rulebook.preempted] == ["a", "c", "b"]
    assert "cap 'b' (T, section 3) falls with a provision that is void" in str(rulebook.notices)


def test_without_an_act_authority_is_not_tested_and_that_is_noted(tmp_path, read):
    read()
    text = (tmp_path / "t.yaml").read_text().replace("act.yaml", "program.yaml")
    (tmp_path / "alone.yaml").write_text(text + CAP.format("5 visas", ""))
    from localvip.ordinance.read import read_rules

    assert [notice.code for notice in read_rules([tmp_path / "alone.yaml"]).notices] == ["no-act"]
