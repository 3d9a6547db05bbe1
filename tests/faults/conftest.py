"""The stage of the fault tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from redis import Redis

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from tests.faults.scene import Stage
from tests.servers import MailServer


@pytest.fixture
def mail(smtp_server: MailServer) -> MailServer:
    """The mail server, to which the settings of this process point as well."""
    return smtp_server


@pytest.fixture
def stage(
    transactional_db: None, redis_url: str, mail: MailServer, tmp_path: Path, settings: Settings
) -> Stage:
    """A mail server, an emptied Redis and a folder."""
    with Redis(unix_socket_path=redis_url.removeprefix("unix://")) as client:
        client.flushall()
    return Stage(mail=mail, redis_url=redis_url, folder=tmp_path)


@pytest.fixture
def facilitator(client_of: Callable[[Member | User], Client], outi: Member) -> Client:
    """The facilitator's browser."""
    return client_of(outi)


@pytest.fixture
def invited_by_nobody(meeting: Meeting, aino: Member, petri: Member) -> Meeting:
    """The meeting of Aino, Petri, Leena and Timo, whose invitations have not been sent."""
    return meeting
