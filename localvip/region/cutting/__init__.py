"""How borders divide shapes: where they cross, what lies inside, what is left."""
