"""Asking for another code says what to mend in the same words as the first page."""

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Kirjoita sähköpostiosoitteesi."),
        ("ei osoite", "Kirjoita osoite kokonaan, esimerkiksi nimi@example.org."),
    ],
)
def test_a_bad_address_is_named_and_stays(
    client: Client, db: None, typed: str, message: str
) -> None:
    response = client.post("/accounts/login/code/", {"email": typed})
    assert response.context["form"].errors == {"email": [message]}
    html = response.content.decode()
    assert message in html
    assert f'value="{typed}"' in html
    assert "Virhe: Pyydä kirjautumiskoodi" in html
