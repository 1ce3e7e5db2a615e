"""Writes tables with a `geometry` column as GeoParquet, GeoPackage and GeoJSON, without dates."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyproj
import shapely


def write_parquet(table: pd.DataFrame, path: Path, crs: str) -> None:
    """GeoParquet 1.0.0 with no metadata of the libraries that wrote it."""
    shapes = table["geometry"].to_numpy()
    columns = {name: pa.array(table[name]) for name in table.columns if name != "geometry"}
    columns["geometry"] = pa.array(shapely.to_wkb(shapes, byte_order=1))
    made = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "bbox": [float(edge) for edge in shapely.total_bounds(shapes)],
        "crs": pyproj.CRS(crs).to_json_dict(),
    }
    geo = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": made}}
    written = pa.table(columns).replace_schema_metadata({"geo": json.dumps(geo, sort_keys=True)})
    pq.write_table(written, path, compression="zstd", compression_level=19)


def write_gpkg(table: pd.DataFrame, path: Path, layer: str, crs: str) -> None:
    """A GeoPackage with one layer of multipolygons."""
    shapes = [shapely.MultiPolygon(shapely.get_parts(shape).tolist()) for shape in table["geometry"]]
    path.unlink(missing_ok=True)
    gpd.GeoDataFrame(table.drop(columns="geometry"), geometry=shapes, crs=crs).to_file(
        path, layer=layer, driver="GPKG", engine="pyogrio"
    )


def write_geojson(table: pd.DataFrame, path: Path, crs: str) -> None:
    """GeoJSON (RFC 7946) in degrees with six decimals, a feature a line."""
    degrees = gpd.GeoSeries(table["geometry"].to_numpy(), crs=crs).to_crs("EPSG:4326")
    spots = np.round(shapely.get_coordinates(degrees.to_numpy()), 6).tolist()
    features = [
        {
            "type": "Feature",
            "properties": row,
            "geometry": {"type": "Point", "coordinates": spot},
        }
        for row, spot in zip(table.drop(columns="geometry").to_dict("records"), spots, strict=True)
    ]
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n', encoding="utf-8")
