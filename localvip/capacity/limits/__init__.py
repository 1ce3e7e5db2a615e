"""What the provisions become: families of limits over groups of cells, on one date."""
