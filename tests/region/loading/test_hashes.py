import hashlib
import os

from localvip.region.loading import hashes
from localvip.region.loading.hashes import Hashes


def test_a_hash_that_was_begun_is_not_made_again(tmp_path, monkeypatch):
    path, made = tmp_path / "a", []
    path.write_bytes(b"one")
    monkeypatch.setattr(hashes, "sha256", lambda path: made.append(path) or "hash")
    begun = Hashes()
    begun.begin(path)
    assert begun.of(path) == begun.of(path) == "hash" and made == [path]


def test_of_a_file_that_changed_since_the_hash_is_made_anew(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"one")
    begun = Hashes()
    begun.begin(path)
    assert begun.of(path) == hashlib.sha256(b"one").hexdigest()
    path.write_bytes(b"two")
    os.utime(path, ns=(1, 1))
    assert begun.of(path) == Hashes().of(path) == hashlib.sha256(b"two").hexdigest()
