"""The communes of the agglomeration and the quarters of Amiens: what is real of them, and where they are put."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Commune:
    """A commune: code, name and residents are published; middle and size are near the real ones."""

    code: str
    name: str
    residents: int
    """Legal population, INSEE, as published in 2026."""
    middle: tuple[float, float]
    """Metres, EPSG:2154, to the nearest 100."""
    km2: float


@dataclass(frozen=True)
class Quarter:
    """A quarter of Amiens: the name is real, middle and borders are made. `need`: how poor, 0 to 1."""

    code: str
    name: str
    middle: tuple[float, float]
    need: float


AMIENS = "80021"
COMMUNES = [
    Commune("80020", "Allonville", 778, (654600, 6982300), 10.6),
    Commune("80021", "Amiens", 136449, (648900, 6978200), 50.4),
    Commune("80092", "Bertangles", 815, (649100, 6986300), 8.6),
    Commune("80107", "Blangy-Tronville", 613, (659000, 6974700), 12.4),
    Commune("80130", "Bovelles", 425, (638200, 6977100), 6.9),
    Commune("80131", "Boves", 3234, (655600, 6971600), 25.7),
    Commune("80160", "Cagny", 1191, (652300, 6972600), 5.3),
    Commune("80164", "Camon", 4359, (654200, 6978300), 13.2),
    Commune("80173", "Cardonnette", 513, (653800, 6983900), 5.6),
    Commune("80198", "Clairy-Saulchoix", 376, (640100, 6973200), 6.7),
    Commune("80225", "Creuse", 186, (639400, 6971000), 5.1),
    Commune("80256", "Dreuil-lès-Amiens", 1576, (644400, 6979900), 3.2),
    Commune("80261", "Dury", 1441, (648000, 6972900), 11.1),
    Commune("80291", "Estrées-sur-Noye", 287, (652300, 6965300), 6.1),
    Commune("80305", "Ferrières", 496, (640900, 6976500), 3.6),
    Commune("80379", "Glisy", 791, (655900, 6975200), 5.5),
    Commune("80387", "Grattepanche", 321, (650000, 6965600), 6.4),
    Commune("80399", "Guignemicourt", 386, (640200, 6975000), 4.5),
    Commune("80424", "Hébécourt", 576, (646700, 6969000), 4.9),
    Commune("80489", "Longueau", 5680, (653800, 6975000), 3.4),
    Commune("80626", "Pissy", 284, (637400, 6974500), 6.7),
    Commune("80632", "Pont-de-Metz", 2425, (644500, 6976300), 7.9),
    Commune("80639", "Poulainville", 1335, (650300, 6984000), 12.6),
    Commune("80650", "Querrieu", 626, (657900, 6982400), 10.1),
    Commune("80668", "Remiencourt", 164, (655700, 6964500), 4.9),
    Commune("80670", "Revelles", 530, (636200, 6971600), 14.6),
    Commune("80674", "Rivery", 3636, (652500, 6979300), 6.4),
    Commune("80690", "Rumigny", 613, (648400, 6967600), 8.1),
    Commune("80696", "Sains-en-Amiénois", 1187, (651300, 6968600), 9.9),
    Commune("80702", "Saint-Fuscien", 1409, (649800, 6971100), 10.1),
    Commune("80717", "Saint-Sauflieu", 976, (646200, 6965500), 7.9),
    Commune("80722", "Saint-Vaast-en-Chaussée", 504, (642800, 6986200), 4.9),
    Commune("80724", "Saleux", 2739, (643800, 6974000), 8.0),
    Commune("80725", "Salouël", 4179, (645400, 6974800), 4.4),
    Commune("80730", "Saveuse", 1096, (643100, 6977700), 4.0),
    Commune("80735", "Seux", 162, (635700, 6975700), 3.5),
    Commune("80752", "Thézy-Glimont", 661, (659500, 6969300), 6.8),
    Commune("80782", "Vaux-en-Amiénois", 444, (645700, 6986300), 11.3),
    Commune("80791", "Vers-sur-Selle", 929, (644200, 6971800), 11.4),
]
QUARTERS = [
    Quarter("01", "Étouvie", (645900, 6979100), 0.62),
    Quarter("02", "Saint-Maurice", (647700, 6979600), 0.30),
    Quarter("03", "Saint-Leu", (649700, 6978500), 0.30),
    Quarter("04", "Centre-ville", (648900, 6977400), 0.16),
    Quarter("05", "Henriville", (648500, 6976100), 0.06),
    Quarter("06", "Saint-Honoré", (647300, 6976500), 0.20),
    Quarter("07", "Petit-Saint-Jean", (646400, 6977600), 0.26),
    Quarter("08", "Saint-Acheul", (650700, 6976900), 0.30),
    Quarter("09", "Amiens-Nord", (649300, 6980300), 0.85),
    Quarter("10", "Saint-Pierre", (651000, 6979500), 0.30),
    Quarter("11", "Sainte-Anne", (649700, 6976100), 0.18),
    Quarter("12", "L'Espérance", (647600, 6981400), 0.24),
]
