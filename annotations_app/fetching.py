"""Downloads: the only module that opens outbound sockets, in a background job, to addresses that it checked itself."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec

from annotations_app.confined import Died, run_confined
from annotations_app.errors import Code, Invalid

if TYPE_CHECKING:
    import requests

MAX_URL = 10_240
MAX_REDIRECTS = 3
SECONDS = 30
SOCKET_SECONDS = 10
MEMORY = 256 * 2**20

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"(?=.{1,254}$)[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
_NUMBER = re.compile(r"0[xX][0-9A-Fa-f]*|[0-9]+")
_REDIRECTS = (301, 302, 303, 307, 308)

#: Not global, or a way around (IPv4 inside IPv6), whatever the standard library of this Python says.
_CLOSED = [
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
        "::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "3fff::/20",
        "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
]  # fmt: skip


class Fetched(msgspec.Struct):
    """What a download brought."""

    content: bytes


def url_problem(url: str, allowed: Collection[str] = ()) -> str | None:
    """Say what is wrong with an address as far as it can be seen without asking anybody, or None."""
    if not 0 < len(url) <= MAX_URL:
        return f"an address has 1 to {MAX_URL} characters"
    if not url.isascii() or re.search(r"[\x00-\x20\x7f\\]", url):
        return "an address has no spaces, backslashes or characters beyond ASCII (write a host's name in punycode)"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "this is no address"
    if parts.scheme not in _PORTS:
        return "only http and https are accepted"
    if "@" in parts.netloc:
        return "an address names no user or password"
    return _host_problem(parts, port, allowed)


def fetch(url: str, allowed: Collection[str], max_bytes: int) -> bytes:
    """Download a file. Raises Invalid: 30106 address refused, 30105 too large, 30002 anything else.

    A child process does it, so that the time limit holds for slow names, headers and bodies alike. No message says
    anything about the other server.
    """
    import requests.adapters  # noqa: F401 - loaded here, so that no child has to
    import requests_hardened.ip_filter_adapter  # noqa: F401

    def work() -> Fetched:
        return Fetched(_follow(url, allowed, max_bytes))

    try:
        return run_confined(work, Fetched, memory=MEMORY + 2 * max_bytes, cpu_seconds=SECONDS, seconds=SECONDS).content
    except Died:
        raise _not_fetched() from None


def is_public(address: str) -> bool:
    """Tell whether an IP address belongs to the public internet."""
    try:
        ip = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    return ip.is_global and not any(ip.version == network.version and ip in network for network in _CLOSED)


def _host_problem(parts: SplitResult, port: int | None, allowed: Collection[str]) -> str | None:
    host = (parts.hostname or "").lower()
    if not host or port == 0 or parts.netloc.endswith(":"):
        return "this is no address"
    if _is_allowed(parts, allowed):
        return None
    if port not in (None, 80, 443):
        return "only the ports 80 and 443 are accepted"
    if parts.netloc.startswith("["):
        return None if is_public(host) else "the address is not a public one"
    if not _HOST.fullmatch(host):
        return "this is no name of a host"
    name = host.rstrip(".")
    if name == "localhost" or name.endswith(".localhost"):
        return "the address is not a public one"
    # A last part that is a number makes it an IPv4 address for the C library: 127.1, 0x7f.1, 2130706433 are loopback.
    is_number = _NUMBER.fullmatch(name.rpartition(".")[2]) is not None
    return "the address is not a public one" if is_number and not is_public(name) else None


def _is_allowed(parts: SplitResult, allowed: Collection[str]) -> bool:
    """Tell whether the operator named this host: with its port, or without where it is the scheme's."""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    usual = _PORTS[parts.scheme]
    port = parts.port or usual
    names = {f"{host}:{port}", *([str(host)] if port == usual else [])}
    return not names.isdisjoint(name.lower() for name in allowed)


def _follow(url: str, allowed: Collection[str], max_bytes: int) -> bytes:
    """Go where the address and up to three redirects lead; each hop is checked like the first."""
    import requests

    for _ in range(MAX_REDIRECTS + 1):
        if url_problem(url, allowed):
            raise _refused()
        try:
            with _session(urlsplit(url), allowed) as session, _answer(session, url) as answer:
                if answer.status_code not in _REDIRECTS:
                    return _body(answer, max_bytes)
                url = urljoin(url, answer.headers.get("Location", ""))
        except Invalid:
            raise
        except requests.RequestException as error:
            raise _refused() if _says_refused(error) else _not_fetched() from None
        except Exception:  # noqa: BLE001 - the other server may send anything, and libraries raise what they like
            raise _not_fetched() from None
    raise _not_fetched()


def _session(parts: SplitResult, allowed: Collection[str]) -> requests.Session:
    import requests

    session = requests.Session()
    session.trust_env = False  # no proxy and no password file stands between us and the address that we checked
    if not _is_allowed(parts, allowed):
        session.mount("http://", _guarded(is_https=False))
        session.mount("https://", _guarded(is_https=True))
    return session


def _guarded(*, is_https: bool) -> Any:
    """Make an adapter that resolves a name once, checks the address, and connects to just that one."""
    from requests_hardened.ip_filter import InvalidIPAddress
    from requests_hardened.ip_filter_adapter import IPFilterAdapter

    class Guarded(IPFilterAdapter):
        def build_connection_pool_key_attributes(self, *args: Any, **options: Any) -> Any:
            host, pool = super().build_connection_pool_key_attributes(*args, **options)
            if not is_public(host["host"]):
                raise InvalidIPAddress
            return host, pool

    return Guarded(is_https_proto=is_https)


def _answer(session: requests.Session, url: str) -> requests.Response:
    return session.get(
        url,
        headers={"Accept-Encoding": "identity", "Accept": "image/*,*/*;q=0.5", "User-Agent": "Labeller"},
        stream=True,
        allow_redirects=False,
        timeout=SOCKET_SECONDS,
    )


def _body(answer: requests.Response, max_bytes: int) -> bytes:
    """Read a good answer's body as sent, never unpacked, up to the limit."""
    if answer.status_code != 200:
        raise _not_fetched()
    too_large = Invalid(f"data.url: the file has more than {max_bytes // 2**20} MiB", Code.INPUT_OVER_LIMIT)
    announced = answer.headers.get("Content-Length", "")
    if announced.isascii() and announced.isdigit() and int(announced[:20]) > max_bytes:
        raise too_large
    content = bytearray()
    while piece := answer.raw.read(2**16, decode_content=False):
        content += piece
        if len(content) > max_bytes:
            raise too_large
    return bytes(content)


def _says_refused(error: BaseException) -> bool:
    from requests_hardened.ip_filter import InvalidIPAddress

    return isinstance(error, InvalidIPAddress)


def _refused() -> Invalid:
    return Invalid("data.url: the address, or one that it leads to, is refused", Code.INPUT_INVALID_URL)


def _not_fetched() -> Invalid:
    return Invalid("data.url: the file could not be fetched", Code.INPUT_FAILED)
