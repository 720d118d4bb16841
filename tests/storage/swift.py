"""OpenStack Swift with its S3 door: a real object store that others run, in four processes over one folder.

Debian's packages swift-proxy, swift-account, swift-container, swift-object and memcached. There is one copy of all of
it, on this machine alone.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

ACCESS, SECRET, BUCKET = "test:tester", "testing", "recordings"
PARTS = ("account", "container", "object")
NEEDS = ("swift-proxy-server", "swift-ring-builder", "memcached", *(f"swift-{part}-server" for part in PARTS))
MISSING = (
    "OpenStack Swift is not here (swift-proxy, -account, -container, -object, memcached): no real S3 store was tried"
)

PROXY = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
swift_dir = {home}
user = {user}
workers = 0
log_level = ERROR
[pipeline:main]
pipeline = catch_errors gatekeeper cache listing_formats bulk s3api tempauth copy slo dlo proxy-server
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{cache}
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin
[filter:copy]
use = egg:swift#copy
[filter:slo]
use = egg:swift#slo
[filter:dlo]
use = egg:swift#dlo
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
"""
BEHIND = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
swift_dir = {home}
user = {user}
devices = {home}/disks
mount_check = false
workers = 0
log_level = ERROR
[pipeline:main]
pipeline = {part}-server
[app:{part}-server]
use = egg:swift#{part}
"""
NAMED = """
[swift-hash]
swift_hash_path_suffix = only-for-a-test
[storage-policy:0]
name = one
default = yes
"""


@dataclass(slots=True)
class Swift:
    """A running store."""

    port: int
    home: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> dict[str, str]:
        """AWS's own settings, for this store."""
        keys = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
        return {"AWS_ENDPOINT": self.url, "AWS_REGION": "us-east-1", **keys}

    @property
    def disks(self) -> Path:
        """Where it keeps what it was given."""
        return self.home / "disks"

    def holds(self) -> int:
        """How many things it keeps."""
        return sum(1 for _ in self.disks.rglob("*.data"))

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """By Swift's own door, beside the one for S3."""
        return httpx.request(method, f"{self.url}/v1/AUTH_test{path}", headers={"x-auth-token": self.token()}, **more)

    def token(self) -> str:
        who = {"x-auth-user": ACCESS, "x-auth-key": SECRET}
        return str(httpx.get(f"{self.url}/auth/v1.0", headers=who).headers["x-auth-token"])

    @contextmanager
    def silent(self) -> Iterator[None]:
        """It takes connections and says nothing, as on a network that has gone."""
        self.processes[-1].send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.processes[-1].send_signal(signal.SIGCONT)


def there() -> bool:
    return all(map(shutil.which, NEEDS))


@contextmanager
def running(home: Path) -> Iterator[Swift]:
    """Started, with an empty bucket."""
    ports = dict(zip(("proxy", "cache", *PARTS), _free_ports(5), strict=True))
    facts = {"home": home, "user": _user(), "cache": ports["cache"]}
    (home / "disks" / "one").mkdir(parents=True)
    (home / "swift.conf").write_text(NAMED)
    for part in PARTS:
        _ring(home, part, ports[part])
        (home / f"{part}.conf").write_text(BEHIND.format(part=part, port=ports[part], **facts))
    (home / "proxy.conf").write_text(PROXY.format(port=ports["proxy"], **facts))
    with ExitStack() as stack:
        swift = Swift(ports["proxy"], home)
        cache = ["memcached", "-l", "127.0.0.1", "-p", str(ports["cache"]), "-u", _user()]
        for command in (cache, *([f"swift-{part}-server", str(home / f"{part}.conf")] for part in (*PARTS, "proxy"))):
            swift.processes.append(stack.enter_context(_process(command, home)))
        _wait(list(ports.values()))
        swift.ask("PUT", f"/{BUCKET}")
        yield swift


@contextmanager
def _process(command: list[str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (home / "said").open("ab") as said:
        started = subprocess.Popen(command, stdout=said, stderr=said, cwd=home, start_new_session=True)
    try:
        yield started
    finally:
        started.terminate()
        started.wait()


def _ring(home: Path, part: str, port: int) -> None:
    """Where this part's things lie: here."""
    builder = str(home / f"{part}.builder")
    for asked in (["create", "4", "1", "1"], ["add", f"r1z1-127.0.0.1:{port}/one", "1"], ["rebalance"]):
        subprocess.run(["swift-ring-builder", builder, *asked], check=False, capture_output=True, cwd=home)
    assert (home / f"{part}.ring.gz").exists()


def _wait(ports: list[int]) -> None:
    give_up = time.monotonic() + 60
    for port in ports:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < give_up, "Swift did not start"
                time.sleep(0.1)


def _free_ports(many: int) -> list[int]:
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(many)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in sockets]


def _user() -> str:
    return pwd.getpwuid(os.getuid()).pw_name
