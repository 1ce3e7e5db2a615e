"""Points and parks of the made agglomeration; some names are plausible, all places are made."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely
from communes import COMMUNES, QUARTERS
from ground import SEED

HEALTH = [
    ("Maison de santé d'Étouvie", 645950, 6979000, 6), ("Maison de santé Saint-Leu", 649800, 6978700, 9),
    ("Maison de santé d'Amiens-Nord", 649200, 6980500, 5), ("Centre de santé Saint-Acheul", 650600, 6977000, 7),
    ("Pôle santé de Longueau", 653800, 6975200, 6), ("Maison de santé de Boves", 655500, 6972000, 4),
    ("Maison de santé de Salouël", 645300, 6974900, 5), ("Cabinet de Camon", 654000, 6978600, 3),
    ("Maison de santé de Sains", 651300, 6968800, 4), ("Cabinet de Poulainville", 650200, 6983700, 2),
]  # fmt: skip
PARKS = [
    ("Parc Saint-Pierre", 650300, 6978700, 320), ("Parc de la Hotoie", 647600, 6978100, 260),
    ("Parc du Grand Marais", 646500, 6979000, 300),
]  # fmt: skip


def make_health() -> pd.DataFrame:
    """Health centres and how many doctors each has."""
    return pd.DataFrame(
        {
            "ID": [f"S{number:02d}" for number in range(1, len(HEALTH) + 1)],
            "NOM": [row[0] for row in HEALTH],
            "MEDECINS": np.array([row[3] for row in HEALTH], dtype=np.int32),
            "geometry": shapely.points([(row[1], row[2]) for row in HEALTH]),
        }
    )


def make_libraries() -> pd.DataFrame:
    """A library near the middle of every second quarter and of every commune of more than 2,000 people."""
    rng = np.random.default_rng([SEED, 110])
    seats = [(one.name, one.middle) for one in QUARTERS[::2]]
    seats += [(one.name, one.middle) for one in COMMUNES if one.residents > 2000]
    spots = [np.round(np.array(middle) + rng.uniform(-250, 250, 2)) for _, middle in seats]
    return pd.DataFrame(
        {
            "ID": [f"B{number:02d}" for number in range(1, len(seats) + 1)],
            "NOM": [f"Bibliothèque — {name}" for name, _ in seats],
            "geometry": [shapely.Point(spot) for spot in spots],
        }
    )


def make_parks() -> pd.DataFrame:
    """Parks: discs of land where nobody should be lodged."""
    shapes = [shapely.Point(x, y).buffer(radius, quad_segs=6) for _, x, y, radius in PARKS]
    rows = [
        (f"P{number}", row[0], shape)
        for number, (row, shape) in enumerate(zip(PARKS, shapes, strict=True), 1)
    ]
    return pd.DataFrame(rows, columns=["ID", "NOM", "geometry"])


def make_stops() -> pd.DataFrame:
    """Bus stops about every 450 m along two lines that cross in the centre."""
    lines = {
        "N1": [(644800, 6979600), (645900, 6979000), (648900, 6977500), (650700, 6976900), (653800, 6975000)],
        "N2": [(649300, 6981300), (649300, 6980000), (648900, 6977500), (648000, 6973400)],
    }
    paths = {name: shapely.LineString(knots) for name, knots in lines.items()}
    rows = [
        (f"{name}-{stop:02d}", f"{name}, arrêt {stop}", shapely.line_interpolate_point(path, stop * 450))
        for name, path in paths.items()
        for stop in range(int(path.length // 450) + 1)
    ]
    return pd.DataFrame(rows, columns=["ID", "NOM", "geometry"])
