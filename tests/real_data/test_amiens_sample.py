"""The sample region of Amiens against what INSEE and IGN publish."""

from pathlib import Path

import geopandas as gpd
import pytest

SAMPLE = Path(__file__).parents[2] / "sample_regions" / "amiens"


@pytest.mark.real_data
def test_the_communes_of_amiens_are_those_of_insee(real_data):
    somme = gpd.read_parquet(real_data / "amiens_somme_fr" / "somme_communes.parquet")
    real = somme[somme["epci_code"].astype("str").str.startswith("248000531")].set_index("code")
    iris = gpd.read_parquet(SAMPLE / "iris.parquet")
    communes = gpd.read_parquet(SAMPLE / "communes.parquet")
    people = iris.groupby(iris["code"].str[:5])["population"].sum()
    made = communes.set_index("code")
    assert people.to_dict() == real["population"].astype(int).to_dict()
    assert made["nom"].to_dict() == real["nom_cog"].to_dict()
    away = made.geometry.centroid.distance(real.geometry.to_crs("EPSG:2154").centroid.loc[made.index])
    assert away.max() < 2_500, "metres"
    assert away.median() < 700, "metres"
