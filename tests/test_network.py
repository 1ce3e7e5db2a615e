"""No test reaches beyond this machine."""

from __future__ import annotations

import socket

import pytest


def test_a_connection_that_leaves_the_machine_fails():
    with socket.socket() as plug, pytest.raises(AssertionError, match="asked the network"):
        plug.connect(("192.0.2.1", 80))
