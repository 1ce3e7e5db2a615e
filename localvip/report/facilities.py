"""Facilities of the rules that serve: their places, how many the split takes, and which are full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from localvip.capacity.measure import Capacity
from localvip.capacity.programme.service import Service
from localvip.message import word
from localvip.ordinance.model import Amenity
from localvip.report.findings import heading
from localvip.report.numerals import count
from localvip.report.prospect_model import FacilityRow
from localvip.report.speech import said, tr, trn


def facility_rows(capacity: Capacity) -> Iterator[FacilityRow]:
    """Iterate over the provisions whose facilities serve, in the order of the files."""
    for service in capacity.limits.services:
        yield _row(capacity, service)


def _row(capacity: Capacity, service: Service) -> FacilityRow:
    bound = capacity.limits.bounds[service.bound]
    amenity = bound.provision
    assert isinstance(amenity, Amenity) and amenity.within is not None  # noqa: S101 (only these serve)
    places, taken = int(service.places.sum()), int(service.given(capacity.split).sum())
    full = np.zeros(len(service.places), dtype=bool)
    for together in service.full(capacity.split):
        full |= together
    return FacilityRow(
        name=heading(amenity.section, amenity.title or amenity.id.replace("-", " ")),
        law=bound.law.title,
        kind=said(word(amenity.within.layer)),
        sites=len(service.places),
        places=places if service.known else None,
        taken=taken,
        full=int((full & (service.places > 0)).sum()),
    )


def most_used(rows: Sequence[FacilityRow]) -> str:
    """Return how full the fullest facilities are, as a title."""
    if not any(row.places for row in rows):
        return tr("The region doesn’t say how many places its facilities have")
    shares = [(row.taken / row.places, row) for row in rows if row.places and row.taken is not None]
    if not shares:
        full, sites = sum(row.full for row in rows), sum(row.sites for row in rows)
        return tr("Sites that are full: {n} of {m}", n=count(full), m=count(sites))
    first = max(shares, key=lambda pair: pair[0])[1]
    return trn(
        "{kind}: {taken} of {places} place is taken in the split shown",
        "{kind}: {taken} of {places} places are taken in the split shown",
        first.places or 0,
        kind=first.kind[:1].upper() + first.kind[1:],
        taken=count(first.taken or 0),
        places=count(first.places or 0),
    )
