"""Peers side by side: the same question, the same answer, how long each takes."""
