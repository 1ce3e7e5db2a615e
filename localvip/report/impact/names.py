"""The words of an impact's own closed lists, which its tables hold in English and a report says in its language."""

from __future__ import annotations

# Read by the catalogues; a test holds that an impact's tables say no other.
WORDS = (
    # Parties, and who pays whom.
    "migrants", "home countries", "sponsors", "municipality and program", "employers and customers",
    "similar workers", "all", "migrant", "sponsor", "providers", "landlord", "program", "employer",
    # A household's year.
    "earnings", "wage", "insurance", "lodging", "support", "expected fines", "travel", "remittance",
    # Incomes.
    "Gini", "S80/S20", "share of the poorest 40 %",
    # Public money.
    "general fund", "school fund", "hosting program", "Tax on migrants' spending", "Tax on migrants' wages",
    "Tax on what sponsors keep", "Property tax in rents", "Records of visas", "Services at the margin",
    "Services at today's average", "Schools", "School seats",
    # Services, and what is said of them.
    "bedrooms", "clinic visits", "transit", "language seats", "inspectors", "school seats",
    "enough", "tight", "short", "perhaps enough", "perhaps tight", "perhaps short", "capacity not known",
    # Protection.
    "visas with few other sponsors within reach", "wage, of the general minimum of a full year",
    "floor area asked for, of what is held decent", "visits asked for by law", "visas under a rule on a complaint line",
    "visas under a rule on insurance", "support without work expected for a visa", "fines expected for a visa",
    "floor area", "inspection", "wage statement", "complaint line", "fine", "bond", "training", "no number",
    "not set by any law", "below the law above", "set without a number", "rests on the law above",
    "repeats or adds to the law above", "the ordinance's own",
    # Outcomes, and the topics of assumptions.
    "visas", "gain of sponsors", "whole surplus", "points", "million people",
    # Groups whose homes are compared.
    "foreign born",
    "benchmark", "chapter", "currency", "fiscal", "household", "labour", "neighbours", "protection", "services",
    "studies", "systems", "uptake",
)  # fmt: skip
