"""Whether a mail domain exists. Asked of the DNS when addresses are typed; never in the way of a good address."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.cache import cache
from dns.exception import DNSException
from dns.rdatatype import MX
from dns.resolver import NXDOMAIN, Resolver

SECONDS = 1.5
AT_ONCE = 10
# More different domains than any club has: somebody's whole address book is not looked up.
MOST = 40
REMEMBERED_SECONDS = 600


def unknown_domains(domains: Collection[str]) -> set[str]:
    """Those of the domains that surely take no mail: the DNS says that they do not exist, or they say so (RFC 7505).

    What cannot be found out in a second and a half counts as known, and so does everything where CHECK_DOMAINS is off.
    """
    asked = sorted(set(domains))[:MOST]
    if not (asked and settings.CHECK_DOMAINS):
        return set()
    remembered = cache.get_many([_key(domain) for domain in asked])
    new = [domain for domain in asked if _key(domain) not in remembered]
    if new:
        with ThreadPoolExecutor(min(AT_ONCE, len(new)), thread_name_prefix="domains") as pool:
            found = dict(zip(new, pool.map(_is_unknown, new), strict=True))
        sure = {
            _key(domain): is_unknown
            for domain, is_unknown in found.items()
            if is_unknown is not None
        }
        cache.set_many(sure, REMEMBERED_SECONDS)
        remembered.update(sure)
    return {domain for domain in asked if remembered.get(_key(domain))}


def _key(domain: str) -> str:
    return f"mail-domain:{domain}"


def _is_unknown(domain: str) -> bool | None:
    """True where no mail can arrive, False where it may, None where nobody answered."""
    try:
        answer = _resolver().resolve(domain, MX, lifetime=SECONDS, raise_on_no_answer=False)
    except NXDOMAIN:
        return True
    except DNSException:
        return None
    targets = [record.exchange.to_text() for record in answer.rrset or []]
    return targets == ["."]


def _resolver() -> Resolver:
    """The machine's own resolver; the search list would turn a typing error into a name of our own domain."""
    resolver = Resolver()
    resolver.use_search_by_default = False
    return resolver
