import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localvip.language.document import Entries
from localvip.language.source import LARGEST_FILE, compose, read_document
from localvip.problem import Refused


def refused(text):
    with pytest.raises(Refused) as error:
        compose(text, "f.yaml")
    return [(problem.place.line, problem.place.column, problem.code) for problem in error.value.problems]


def test_every_scalar_is_the_text_that_is_written():
    text = "a: no\nb: 3.10\nc: 01004\nd: 12:30\ne: 2027-01-01\nf: 1e3\ng: .nan\nh: 'it''s'\ni: [on, 5%]\n"
    root = compose(text, "f.yaml")
    assert list(root.values())[:7] == ["no", "3.10", "01004", "12:30", "2027-01-01", "1e3", ".nan"]
    assert (root["h"], root["i"]) == ("it's", ["on", "5%"])


def test_values_and_keys_know_their_places():
    root = compose("a:\n  - b: x\n    c: {d: y}\n", "f.yaml")
    inner = root["a"][0]["c"]
    assert str(root["a"].place_of(0)) == "f.yaml:2:5"
    assert str(inner.place) == "f.yaml:3:8"
    assert (str(inner.key_place("d")), str(inner["d"].place)) == ("f.yaml:3:9", "f.yaml:3:12")


def test_the_top_mapping_is_asked_for_its_own_place():
    assert str(compose("# a comment\n\na: b\n", "f.yaml").place) == "f.yaml:3:1"


def test_all_faults_are_told_at_once():
    text = "a: 1\na: 2\nb: &x 3\nc: !t 4\nd:\n<<: 5\n"
    assert refused(text) == [
        (2, 1, "duplicate-key"),
        (3, 4, "anchor"),
        (4, 4, "tag"),
        (5, 1, "empty-value"),
        (6, 1, "merge-key"),
    ]


def test_letters_are_composed_so_that_twins_are_one_key():
    assert refused("caf\u00e9: 1\ncafe\u0301: 2\n") == [(2, 1, "duplicate-key")]
    assert compose("a: cafe\u0301\n", "f")["a"] == "caf\u00e9"


@pytest.mark.parametrize("value", ["''", '"~"', "'null'"])
def test_a_quoted_value_is_no_empty_value(value):
    assert compose(f"a: {value}\n", "f")["a"] in ("", "~", "null")


def test_depth_stops_at_twenty():
    assert isinstance(compose("a: " + "[" * 19 + "x" + "]" * 19, "f"), Entries)
    assert refused("a: " + "[" * 20 + "x" + "]" * 20)[0][2] == "too-deep"
    assert refused("[" * 100_000)[0][2] == "too-deep"


def test_a_list_has_at_most_ten_thousand_items():
    assert len(compose("a: [" + "x," * 9_999 + "x]", "f")["a"]) == 10_000
    assert refused("a: [" + "x," * 10_000 + "x]")[0][2] == "list-too-long"


def test_a_document_has_the_hash_of_its_bytes_and_its_shown_name(tmp_path: Path):
    file = tmp_path / "rule.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: b\n")
    document = read_document(file, "shown.yaml")
    assert (document.name, document.root) == ("shown.yaml", {"a": "b"})
    assert document.sha256 == hashlib.sha256(b"\xef\xbb\xbfa: b\n").hexdigest()
    assert str(document.root.place) == "shown.yaml:1:1"
    assert read_document(file).name == "rule.yaml"


def code_of(path):
    with pytest.raises(Refused) as error:
        read_document(path)
    return error.value.problems[0].code


def test_only_small_regular_files_are_read(tmp_path: Path):
    large, pipe = tmp_path / "large.yaml", tmp_path / "pipe.yaml"
    large.write_bytes(b"#" * (LARGEST_FILE + 1))
    os.mkfifo(pipe)
    assert code_of(large) == "file-too-large"
    assert code_of(pipe) == "not-a-file"
    assert code_of(tmp_path) == "not-a-file"
    assert code_of(tmp_path / "none.yaml") == "no-such-file"
    assert code_of(Path("a\0b")) == "unreadable"


def test_a_file_of_the_largest_size_is_read(tmp_path: Path):
    file = tmp_path / "full.yaml"
    file.write_bytes(b"a: b\n" + b"#" * (LARGEST_FILE - 5))
    assert read_document(file).root == {"a": "b"}


def test_a_link_in_a_circle_cannot_be_read(tmp_path: Path):
    link = tmp_path / "loop.yaml"
    link.symlink_to(link)
    assert code_of(link) == "unreadable"


YAML_LIKE = st.text(st.sampled_from("ab:- \n{}[],#&*!|>'\"%@`~?<\t\u200b\u2028\x07é0"), max_size=60)


@given(YAML_LIKE)
def test_no_text_does_more_than_load_or_be_refused(text):
    try:
        assert isinstance(compose(text, "f"), Entries)
    except Refused as error:
        assert all(problem.place.line >= 1 and problem.message for problem in error.problems)
