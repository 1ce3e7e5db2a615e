"""The layers of a region: read, checked, joined, put on the plane, with an account that closes."""
