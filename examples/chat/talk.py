"""Two members talk in a room, and every message is printed. The arguments are their URLs."""

import asyncio
import json
import sys

import websockets


async def main(ada_url: str, bob_url: str) -> None:
    async with websockets.connect(ada_url) as ada:
        async with websockets.connect(bob_url) as bob:
            names = {ada: "ada", bob: "bob"}

            async def send(client, **message) -> None:
                print(names[client], ">", json.dumps(message))
                await client.send(json.dumps(message))

            async def hear(client) -> None:
                print(names[client], "<", await asyncio.wait_for(client.recv(), 20))

            await send(ada, action="join", room="books")
            await hear(ada)
            await send(bob, action="join", room="books")
            await hear(ada)
            await hear(bob)
            await send(bob, action="send", text="hello")
            await hear(ada)
            await hear(bob)
            await send(ada, action="quote")
            await hear(ada)
        await hear(ada)


asyncio.run(main(*sys.argv[1:]))
