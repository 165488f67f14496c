"""The embedded broker keeps its messages, and tells when it is full."""

import os
import signal

import pytest
from redis import Redis

from script.stack.valkey import EmbeddedValkey

pytestmark = pytest.mark.stack


def client(server: EmbeddedValkey) -> Redis:
    return Redis(unix_socket_path=str(server.socket))


def test_a_message_survives_a_stop(valkey: EmbeddedValkey) -> None:
    valkey.start()
    with client(valkey) as connection:
        connection.lpush("default", "bell")
    assert valkey.stop()
    valkey.start()
    with client(valkey) as connection:
        assert connection.llen("default") == 1


def test_a_message_written_a_second_ago_survives_a_kill(valkey: EmbeddedValkey) -> None:
    valkey.start()
    with client(valkey) as connection:
        connection.lpush("default", "bell")
        connection.waitaof(1, 0, 3000)
    os.kill(valkey.child.pid, signal.SIGKILL)
    assert valkey.child.process is not None
    valkey.child.process.wait()
    valkey.start()
    with client(valkey) as connection:
        assert connection.llen("default") == 1


def test_a_full_broker_refuses_and_drops_nothing(valkey: EmbeddedValkey) -> None:
    valkey.start()
    with client(valkey) as connection:
        assert connection.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_only_its_owner_may_use_the_socket(valkey: EmbeddedValkey) -> None:
    valkey.start()
    assert valkey.socket.stat().st_mode & 0o077 == 0
