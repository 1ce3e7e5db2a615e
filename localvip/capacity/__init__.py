"""What it allows: limits compiled, the largest number of visas found and explained."""
