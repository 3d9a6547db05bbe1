import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from accounts.models import User


def test_an_empty_database_gets_its_first_person(
    db: None, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("add_facilitator", "Outi.Makela@example.org", "Outi", "Mäkelä")
    user = User.objects.get()

    assert (user.email, user.get_full_name(), user.language) == (
        "outi.makela@example.org",
        "Outi Mäkelä",
        "fi",
    )
    assert user.may_open_clubs
    assert not user.is_staff
    assert EmailAddress.objects.get(user=user).verified
    assert "outi.makela@example.org" in capsys.readouterr().out


@pytest.mark.parametrize("address", ["outi", "OUTI@example.org", ""])
def test_what_cannot_be_added_is_said(db: None, address: str) -> None:
    call_command("add_facilitator", "outi@example.org", "Outi", "Mäkelä")

    with pytest.raises(CommandError):
        call_command("add_facilitator", address, "Outi", "Mäkelä")
    assert User.objects.count() == 1
