"""How it is shown: tables, map, page, written whole or not at all."""
