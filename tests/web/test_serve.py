"""How `pronouncer serve` listens."""

import asyncio
import socket

from pronouncer.server import Server
from pronouncer.settings import Settings
from pronouncer.web.serve import bound


def test_answers_do_not_wait_for_acknowledgements() -> None:
    """What is accepted has TCP_NODELAY, so that the second part of an answer goes out at once."""
    found: list[int] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted = writer.get_extra_info("socket")
        found.append(accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def ask(place: socket.socket, port: int) -> None:
        async with await asyncio.start_server(answer, sock=place):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            await reader.read()
            writer.close()

    settings, place = bound(Settings(server=Server(port=0)))
    asyncio.run(ask(place, settings.server.port))
    assert found == [1]
