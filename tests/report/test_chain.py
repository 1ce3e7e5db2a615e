"""The chain of law for one place, in the language asked for or the ordinance's own."""

import pytest

from localvip.capacity.explain import cells_of_area, chain_of
from localvip.report.chain import tell_chain

LAW = """
caps:
  - {id: total, section: art. 2, title: Total, limit: 30 visas}
  - {id: pace, section: art. 3, title: Pace, limit: 3 visas per year}
  - {id: poor, section: art. 4, title: Poor, limit: 5 visas, where: residents < 3}
"""


@pytest.fixture
def told(town):
    region = town.region(
        {"a": {"residents": 1000}, "b": {"residents": 2000}}, sponsors=50, towns={"Town": (0, 0, 1, 1)}
    )

    def of(language=None, law=LAW, area="a"):
        capacity = town.measure(region, law)
        lines = tell_chain(capacity, chain_of(capacity, cells_of_area(capacity, area)), language)
        return "\n".join(lines).replace("\u202f", " ").replace("\u00a0", " ")

    return of


def test_the_chain_in_english(told):
    text = told()
    assert text.startswith("a (area a) on 1 January 2027: 30 visas in the split shown.\n")
    assert "\nOrdinance: Town (draft; town.yaml)\n  [BINDS] art. 2 Total: At most 30 visas." in text
    assert "limit 30, used 30, left 0; one more allows one more in all; one fewer loses one" in text
    assert "[not here] art. 4 Poor" in text and "limit 3 first issued in the year" in text


def test_the_chain_in_french(told):
    text = told("fr")
    assert text.startswith("a (secteur a) au 1er janvier 2027 : 30 visas dans la répartition montrée.\n")
    assert "[LIMITE] art. 2 Total : Au plus 30 visas." in text
    assert (
        "limite 30, pris 30, reste 0 ; un de plus en permet un de plus en tout ; un de moins en fait" in text
    )
    assert "[pas ici] art. 4 Poor" in text and "limite de 3, délivrés pour la première fois" in text
    assert "No ordinance" not in told("fr", area="b") and "Aucun arrêté en vigueur" in told("fr", area="b")


def test_a_french_ordinance_is_explained_in_french_unless_english_is_asked_for(told, town):
    french = town.ordinance.format(title="Town") + "language: fr\n" + LAW
    assert "[LIMITE]" in told(law=french) and "[BINDS]" in told("en", law=french)
