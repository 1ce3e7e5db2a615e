"""What the law says: programs, acts and ordinances read, checked and put into words."""
