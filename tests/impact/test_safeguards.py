"""Which safeguards an ordinance leaves thin beside the program above it."""

from localvip.impact.safeguards import safeguards_table

PROGRAM = """
safeguards:
  - {id: insurance, section: "1", kind: insurance}
  - {id: visits, section: "2", kind: inspection}
  - {id: support, section: "3", kind: support}
  - {id: floor, section: "4", kind: floor_area, at least: 9 m2 per person}
"""
RULES = """
safeguards:
  - {id: my-visits, section: "7", kind: inspection, at least: 2 visits per visa per year}
  - {id: my-floor, section: "8", kind: floor_area, at least: 8 m2 per person}
  - {id: line, section: "9", kind: complaint_line}
"""


def test_what_is_thin(town):
    table = safeguards_table(town.rulebook(RULES, program=town.program + PROGRAM)).set_index("kind")
    found = {kind: (row["status"], row["thin"]) for kind, row in table.iterrows()}
    assert found == {
        "insurance": ("rests on the law above", False),
        "floor area": ("below the law above", True),
        "inspection": ("repeats or adds to the law above", False),
        "wage statement": ("not set by any law", True),
        "complaint line": ("the ordinance's own", False),
        "support": ("set without a number", True),
        "fine": ("not set by any law", True),
        "bond": ("not set by any law", True),
        "training": ("not set by any law", True),
    }
    assert table.loc["floor area", "above"] == "VIP 4"
    assert table.loc["floor area", "asked_above"] == "at least 9 m2 per person"
    assert table.loc["inspection", "unit"] == "visits per visa per year"
