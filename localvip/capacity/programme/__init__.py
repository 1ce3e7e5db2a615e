"""The integer programme of all limits: made small, solved with proof, split, and its limits moved."""
