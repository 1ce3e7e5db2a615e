import numpy as np
import shapely

from localvip.region.locating.fingerprint import fingerprint


def test_a_fingerprint_tells_rings_parts_order_and_the_last_bit_apart():
    one, other = shapely.box(0, 0, 6, 6), shapely.box(2, 2, 4, 4)
    nudged = shapely.transform(other, lambda xy: np.nextafter(xy, 9))
    ways = [
        [one, other],
        [other, one],
        [one - other],
        [shapely.MultiPolygon([one - other])],
        [one],
        [one, nudged],
    ]
    ways += [[shapely.MultiPolygon([other, shapely.box(7, 7, 8, 8)])], [other, shapely.box(7, 7, 8, 8)]]
    prints = [fingerprint(np.array(way, dtype=object)) for way in ways]
    assert len(set(prints)) == len(ways)
    assert fingerprint(np.array([one, other])) == prints[0]
