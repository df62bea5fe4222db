"""What we are compared with: the broadcast of `websockets`, with nothing around it.

`python -m bench.bare PORT`; `POST /say` is taken on the port after it.
"""

import asyncio
import signal
import sys

from websockets.asyncio.server import ServerConnection, broadcast, serve

sockets: set[ServerConnection] = set()


async def stay(socket: ServerConnection) -> None:
    """Keep a socket until it closes."""
    sockets.add(socket)
    try:
        await socket.wait_closed()
    finally:
        sockets.discard(socket)


async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take messages by HTTP on one connection and broadcast them."""
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().partition(b"content-length:")[2].split()[0])
            broadcast(sockets, (await reader.readexactly(length)).decode())
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
    except asyncio.IncompleteReadError:
        writer.close()


async def main(port: int) -> None:
    """Serve until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with serve(stay, "127.0.0.1", port, compression=None, backlog=4096):
        server = await asyncio.start_server(say, "127.0.0.1", port + 1)
        await stop.wait()
        server.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
