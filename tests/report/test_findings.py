from dataclasses import replace

from localvip.report import findings
from localvip.report.model import AreaRow, Clause, JurisdictionRow, LedgerRow, ProvisionRow, SourceRow
from localvip.report.prospect_model import SwingRow


def area(capacity, governed=True):
    return AreaRow("1", "A", "B", "", 10, 5, capacity, capacity, governed, "", ())


def provision(section, held_back, title="Cap"):
    return ProvisionRow("id", "law", section, title, "cap", "", 1, 1, 1, 1, held_back, "in force")


def place(name, capacity, ordinance="law"):
    return JurisdictionRow(name, ordinance, 1, 10, 5, capacity, "")


def test_half_of_the_capacity_is_counted_from_the_largest():
    assert (
        findings.where_it_lies([area(6), area(2), area(2), area(2)])
        == "Half of the capacity lies in 1 of 4 areas"
    )
    assert findings.where_it_lies([area(5), area(3), area(3)]) == "Half of the capacity lies in 2 of 3 areas"


def test_unknown_and_ungoverned_areas_are_not_taken_for_zero():
    rows = [area(4), area(None), area(None, governed=False)]
    assert findings.where_it_lies(rows) == "Half of the known capacity lies in 1 of 2 areas"
    assert findings.where_it_lies([area(None)]) == "The capacity of every area is unknown"
    assert findings.where_it_lies([area(None, governed=False)]) == "No ordinance binds any area"
    assert findings.where_it_lies([area(0), area(0)]) == "No area holds a visa"
    assert findings.by_area([area(1), area(0), *rows]) == (
        "An area holds 0 to 4 visas; 1 with none; 1 unknown; 1 without an ordinance"
    )


def test_the_provision_that_holds_back_most_is_named_with_its_ties():
    most = [provision("3.1", 5), provision("3.2", 1200), provision("3.3", None)]
    assert findings.what_binds(most) == "Most is held back by 3.2 Cap: 1,200 visas"
    tied = [provision("3.1", 7), provision("3.2", 7)]
    assert findings.what_binds(tied) == "Most is held back by 3.1 Cap and 3.2 Cap: 7 visas each"
    assert findings.what_binds([provision("3.1", 0)]) == "No single provision holds visas back"
    assert findings.what_binds([provision("3.1", None)]) == "What each provision holds back was not evaluated"


def test_the_largest_jurisdiction_is_named():
    assert findings.by_jurisdiction([place("A", 3), place("B", 1000)]) == "B holds 1,000 of 1,003 visas"
    assert findings.by_jurisdiction([place("A", 3), place("B", 0)]) == "All 3 visas lie in A"
    assert findings.by_jurisdiction([place("A", 0)]) == "No jurisdiction holds a visa"
    partly = [place("A", 3), place("B", None)]
    assert findings.by_jurisdiction(partly) == "The capacity of 1 jurisdiction is unknown"
    bare = [place("A", 3), place("B", None, ordinance="")]
    assert findings.by_jurisdiction(bare) == "All 3 visas lie in A"


def test_withheld_towns_make_no_total_and_are_not_unknown():
    small = replace(place("A", None), withheld=True)
    assert findings.by_jurisdiction([small, place("B", 12), place("C", 3)]) == (
        "Of the counts that are shown, B holds the most: 12 visas"
    )


def test_ledger_lines_keep_their_order_under_their_account():
    line = LedgerRow("People", "read", "people", "3", "")
    other = replace(line, account="Land")
    assert findings.accounts([line, other, replace(line, entry="used")]) == (
        ("People", (line, replace(line, entry="used"))),
        ("Land", (other,)),
    )


def test_a_provision_without_a_title_goes_by_its_id():
    assert findings.name_of(provision("3.1", 0, title="")) == "3.1 id"


def test_a_section_with_a_number_or_a_name_is_set_before_its_title():
    assert findings.heading("6(1)", "Floor area") == "6(1) Floor area"
    assert findings.heading("Chapter two", "Fees") == "Chapter two: Fees"
    assert findings.heading("", "Fees") == "Fees"


def test_withheld_areas_are_not_called_unknown():
    rows = [area(4), area(2), replace(area(None), withheld=True)]
    assert findings.by_area(rows) == "An area holds 2 to 4 visas; 1 withheld"


def test_a_rule_that_names_others_names_them_as_the_report_does():
    cap = replace(provision("3.1", 0), id="own-share", title="Share")
    other = replace(cap, law="Other", section="9", title="Elsewhere")
    zone = replace(provision("5", 0), id="zone", words="In it, 'own-share' does not apply.")
    assert findings.words_of(zone, (other, cap, zone)) == ("In it, 3.1 Share does not apply.", "")
    french = replace(zone, words="«\u00a0own-share\u00a0» ne s’y applique pas.")
    assert findings.words_of(french, (other, cap)) == ("3.1 Share ne s’y applique pas.", "")


def test_the_laws_own_words_stand_apart_and_stay_as_they_are():
    cap = replace(provision("3.1", 0), id="own-share", title="Share")
    quoting = replace(cap, words="At most 3 visas. Besides 'own-share'.", quote="Besides 'own-share'.")
    assert findings.words_of(quoting, (cap,)) == ("At most 3 visas.", "Besides 'own-share'.")


def test_titles_of_the_grounds_count_what_stands_under_them():
    line = LedgerRow("a", "read", "u", "1", "")
    assert findings.accounts_close([line, replace(line, account="b"), line]).startswith("2 accounts close: ")
    assert findings.left_out([]) == "No clause of the law is left out"
    assert findings.left_out([Clause("1", "x")]).startswith(
        "1 clause of the law can’t be counted, and no number"
    )
    assert findings.files_read([SourceRow("rules", "a.yaml", "", "", "")] * 2) == "2 files were read"
    assert findings.how_sure(True) != findings.how_sure(False)


def test_a_provision_without_a_title_goes_by_its_id_as_words():
    untitled = replace(provision("5.4", 0), id="host-credit", title="host-credit")
    assert findings.name_of(untitled) == "5.4 host credit"


def test_a_tie_of_laws_is_told_apart_by_their_names():
    rows = (replace(provision("2", 7), law="Hudson"), replace(provision("2", 3), law="Stow"))
    assert findings.what_binds(rows) == "Most is held back by 2 Cap (Hudson): 7 visas"


def test_the_law_is_told_by_how_many_provisions_bear_on_visas():
    rows = (provision("1", 0), replace(provision("2", None), status="in force; bounds no visas"))
    assert findings.what_counts(rows) == "1 of 2 provisions bear on visas on this day"


def test_provisions_that_hold_back_are_counted():
    rows = (provision("1", 3), provision("2", 0), provision("3", None))
    assert findings.how_many_hold(rows) == "1 of 3 provisions that bound visas hold any back alone"


def test_the_cap_that_moves_most_is_named():
    rows = (SwingRow("3.3 Homes", 5202, 6708, 8038), SwingRow("3.1 Share", 6708, 6708, 6708))
    assert findings.what_a_quarter_moves(rows) == "3.3 Homes moves most: from 5,202 to 8,038 visas"
    assert findings.what_a_quarter_moves(rows[1:]).startswith("No cap alone moves a visa")
