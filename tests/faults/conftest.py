"""The stage of the fault tests."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from redis import Redis

from accounts.models import User
from clubs.models import Member
from meetings.models import Meeting
from tests.faults.scene import Stage
from tests.servers import MailServer

NO_REDIS = "redis://127.0.0.1:1/0"


@pytest.fixture
def mail(smtp_server: MailServer) -> MailServer:
    """The mail server, to which the settings of this process point as well."""
    return smtp_server


@pytest.fixture
def stage(
    transactional_db: None, mail: MailServer, tmp_path: Path, request: pytest.FixtureRequest
) -> Stage:
    """A mail server, a folder, and, for a test that is marked so, an emptied Redis."""
    if request.node.get_closest_marker("redis") is None:
        return Stage(mail=mail, redis_url=NO_REDIS, folder=tmp_path)
    url = str(request.getfixturevalue("redis_url"))
    with Redis(unix_socket_path=url.removeprefix("unix://")) as client:
        client.flushall()
    return Stage(mail=mail, redis_url=url, folder=tmp_path)


@pytest.fixture
def facilitator(client_of: Callable[[Member | User], Client], outi: Member) -> Client:
    """The facilitator's browser."""
    return client_of(outi)


@pytest.fixture
def invited_by_nobody(meeting: Meeting, aino: Member, petri: Member) -> Meeting:
    """The meeting of Aino, Petri, Leena and Timo, whose invitations have not been sent."""
    return meeting
