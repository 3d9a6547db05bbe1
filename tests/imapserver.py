"""A real IMAP server (Dovecot) of the tests' own, with one mailbox, ended by its process id."""

import getpass
import grp
import imaplib
import os
import pwd
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.needs import dovecot, free_port
from tests.servers import Program, running, wait_for

USER, PASSWORD = "vastaukset", "sala@sana/1"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/messages.log
ssl = {ssl}
disable_plaintext_auth = no
mail_location = maildir:{folder}/mail
mail_uid = {owner}
mail_gid = {group}
first_valid_uid = 1
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
namespace inbox {{
  inbox = yes
  separator = .
  prefix = {prefix}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = home={folder}/home
}}
"""


@dataclass(frozen=True)
class Inbox:
    """The mailbox: its address as the settings take it, and what a person's mail program would see."""

    port: int
    tls_port: int
    program: Program
    prefix: str

    @property
    def url(self) -> str:
        """Return the address of the INBOX."""
        return self.url_by("imap")

    def url_by(self, scheme: str, host: str = "127.0.0.1") -> str:
        """Return the address of the INBOX by another way, or under another name of the server."""
        port = self.tls_port if scheme == "imaps" else self.port
        return f"{scheme}://{USER}:sala%40sana%2F1@{host}:{port}/INBOX"

    def connect(self) -> imaplib.IMAP4:
        """Return a connection of our own, with the INBOX open."""
        connection = imaplib.IMAP4("127.0.0.1", self.port, timeout=20)
        connection.login(USER, PASSWORD)
        connection.select("INBOX")
        return connection

    def put(self, *letters: bytes, flags: str = "") -> None:
        """Let letters arrive."""
        with self.connect() as connection:
            for letter in letters:
                status, data = connection.append("INBOX", flags, "", letter)
                assert status == "OK", data

    def letters(self, folder: str = "INBOX") -> list[bytes]:
        """Return what lies in a folder; nothing for a folder that is not there."""
        with self.connect() as connection:
            status, count = connection.select(f'"{folder}"')
            if status != "OK" or count == [b"0"]:
                return []
            data = connection.fetch("1:*", "(BODY.PEEK[])")[1]
            return [entry[1] for entry in data if isinstance(entry, tuple)]

    def folder(self, name: str) -> list[bytes]:
        """Return what lies in one of the folders that the product makes."""
        return self.letters(f"{self.prefix}{name}")

    def empty(self) -> None:
        """Delete every letter and every folder."""
        with self.connect() as connection:
            if connection.search(None, "ALL")[1] != [b""]:
                connection.store("1:*", "+FLAGS", r"(\Deleted)")
            connection.expunge()
            for name in ("Vertaisklubi-other", "Vertaisklubi-refused"):
                connection.delete(f"{self.prefix}{name}")


def _tls(folder: Path, certificate: bytes) -> str:
    """What stands behind ``ssl =``: no, or yes with the file that holds key and certificate."""
    if not certificate:
        return "no"
    file = folder / "tls.pem"
    file.write_bytes(certificate)
    return f"yes\nssl_cert = <{file}\nssl_key = <{file}"


def _settings(folder: Path, ports: tuple[int, int], prefix: str, certificate: bytes) -> str:
    """Dovecot drops its rights where it has them, and wants to own its files where it has none."""
    is_root = os.getuid() == 0
    me, my_group = getpass.getuser(), grp.getgrgid(os.getgid()).gr_name
    owner = pwd.getpwnam("nobody") if is_root else pwd.getpwuid(os.getuid())
    for name in ("mail", "home"):
        (folder / name).mkdir(parents=True)
        os.chown(folder / name, owner.pw_uid, owner.pw_gid)
    return CONFIG.format(
        folder=folder,
        port=ports[0],
        tls_port=ports[1] if certificate else 0,
        ssl=_tls(folder, certificate),
        prefix=prefix,
        password=PASSWORD,
        owner=owner.pw_uid,
        group=owner.pw_gid,
        internal="dovecot" if is_root else me,
        internal_group="dovecot" if is_root else my_group,
        login="dovenull" if is_root else me,
    )


@contextmanager
def imap_running(folder: Path, *, prefix: str = "", certificate: bytes = b"") -> Iterator[Inbox]:
    """Run Dovecot in a folder that all may enter.

    `prefix` is where it allows folders (INBOX. with some hosts); with a `certificate` and its key it speaks TLS too.
    """
    folder.mkdir()
    folder.chmod(0o755)
    ports = (free_port(), free_port())
    config = folder / "dovecot.conf"
    config.write_text(_settings(folder, ports, prefix, certificate))
    command = [dovecot(), "-F", "-c", str(config)]
    with running("dovecot", command, folder=folder, environment=os.environ) as program:
        inbox = Inbox(*ports, program, prefix)
        wait_for(lambda: _answers(inbox) or not program.is_running, "Dovecot")
        if not program.is_running:
            log = folder / "messages.log"
            raise RuntimeError(program.output() + (log.read_text() if log.exists() else ""))
        yield inbox
    shutil.rmtree(folder, ignore_errors=True)


def _answers(inbox: Inbox) -> bool:
    try:
        inbox.connect().logout()
    except (OSError, imaplib.IMAP4.error):
        return False
    return True
