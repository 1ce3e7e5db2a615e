"""The language of rule files and region files: YAML with positions, quantities, conditions."""
