"""A service to log in to."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
import uvicorn

from api.app import application
from api.settings import Settings
from api.store.migrate import migrate


class NoQueue:
    """Nobody asks for runs here."""

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture(scope="module")
def serving() -> Callable[[Settings], AbstractContextManager[str]]:
    """Serve an application with some settings on their port."""

    @contextmanager
    def serve(settings: Settings) -> Iterator[str]:
        app = application(settings, NoQueue())
        migrate(app.state.database)
        with socket.socket() as listener:
            listener.bind((settings.host, settings.port))
            server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False, server_header=False))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
            thread.start()
            while not server.started:
                time.sleep(0.01)
            yield settings.base_url
            server.should_exit = True
            thread.join()

    return serve
