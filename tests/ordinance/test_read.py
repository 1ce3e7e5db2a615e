import pytest

from localvip.ordinance.read import read_rules
from localvip.problem import Refused


def test_a_folder_stands_for_its_rule_files_without_their_tests(read, tmp_path):
    read("caps:\n  - {id: a, section: x, limit: 5 visas}\n")
    (tmp_path / "t.tests.yaml").write_text("not a rule file")
    assert read_rules([tmp_path]) == read_rules([tmp_path / "t.yaml"])


def test_a_folder_without_rules_is_refused(tmp_path):
    with pytest.raises(Refused, match="holds no rule file"):
        read_rules([tmp_path])


def test_what_is_read_is_checked(read):
    with pytest.raises(Refused, match="'residnets' is not a known count"):
        read("caps:\n  - {id: a, section: x, limit: 5% of residnets}\n")
