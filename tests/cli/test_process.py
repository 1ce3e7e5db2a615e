"""The process that the command is: what it leaves alone until it ends, and that it is the one installed."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = """
import atexit, gc, sys
from localvip.cli.process import run
sys.argv[0] = "localvip"
atexit.register(lambda: print(gc.get_threshold()[0], gc.get_freeze_count() > 1000))
run()
"""


def test_little_is_looked_through_on_the_way_and_nothing_at_the_end():
    done = subprocess.run(
        [sys.executable, "-c", CODE, "--version"], capture_output=True, text=True, check=True
    )
    version, last = done.stdout.splitlines()
    assert version.startswith("localvip, version") and last == "50000 True"


def test_a_problem_ends_the_process_with_its_code(tmp_path):
    place = tmp_path / "no.yaml"
    done = subprocess.run(
        [sys.executable, "-c", CODE, "check", place], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1 and "no.yaml" in done.stderr


def test_the_command_is_this_process():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["scripts"] == {"localvip": "localvip.cli.process:run"}
