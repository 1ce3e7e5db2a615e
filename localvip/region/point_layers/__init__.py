"""Sponsors and visas in force: points of any number, gone through batch by batch."""
