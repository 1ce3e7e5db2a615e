"""Where it applies: a folder of geodata, read, cut into cells and accounted for."""
