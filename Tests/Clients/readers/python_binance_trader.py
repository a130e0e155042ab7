# SPDX-License-Identifier: Apache-2.0
"""python-binance with an account."""

import asyncio

from binance import AsyncClient, BinanceSocketManager
from serving import main
from trading import Trader

SYMBOL = "BTCUSDT"


class PythonBinanceTrader(Trader):
    client = None
    listening = None

    async def do_start(self):
        AsyncClient.API_URL = f"{self.http}/api"
        AsyncClient.MARGIN_API_URL = f"{self.http}/sapi"
        AsyncClient.WS_API_URL = f"{self.ws}/ws-api/v3"
        BinanceSocketManager.STREAM_URL = f"{self.ws}/"
        self.client = await AsyncClient.create(self.key, self.secret)

    async def do_listen(self):
        opened = asyncio.get_running_loop().create_future()
        self.listening = asyncio.create_task(self.listen(opened))
        await opened

    async def listen(self, opened):
        try:
            async with BinanceSocketManager(self.client).user_socket() as socket:
                opened.set_result(None)
                while True:
                    message = await socket.recv()
                    if message.get("e") == "error":
                        self.trouble("user data", ConnectionError(str(message)))
                    else:
                        self.events.append(message)
        except Exception as error:  # noqa: BLE001 - told to whoever waits
            self.trouble("user data", error)
            if not opened.done():
                opened.set_exception(error)

    async def do_listen_again(self):
        """The library connects again and doesn't listen again."""
        self.listening.cancel()
        for _ in range(50):
            try:
                return await self.do_listen()
            except Exception:  # noqa: BLE001 - not connected yet
                await asyncio.sleep(0.2)
        raise ConnectionError("not listening again")

    async def do_market(self, side, quantity):
        return await self.client.create_order(symbol=SYMBOL, side=side, type="MARKET", quantity=quantity)

    async def do_market_by_socket(self, side, quantity):
        return await self.client.ws_create_order(symbol=SYMBOL, side=side, type="MARKET", quantity=quantity)

    async def do_limit(self, side, quantity, price):
        return await self.client.create_order(
            symbol=SYMBOL, side=side, type="LIMIT", timeInForce="GTC", quantity=quantity, price=price
        )

    async def do_stop(self, quantity, stop, price):
        return await self.client.create_order(
            symbol=SYMBOL,
            side="SELL",
            type="STOP_LOSS_LIMIT",
            timeInForce="GTC",
            quantity=quantity,
            price=price,
            stopPrice=stop,
        )

    async def do_oco(self, quantity, above, below):
        return await self.client.create_oco_order(
            symbol=SYMBOL,
            side="SELL",
            quantity=quantity,
            aboveType="LIMIT_MAKER",
            abovePrice=above,
            belowType="STOP_LOSS_LIMIT",
            belowStopPrice=below,
            belowPrice=below,
            belowTimeInForce="GTC",
        )

    async def do_replace(self, order, quantity, price):
        answer = await self.client.cancel_replace_order(
            symbol=SYMBOL,
            side="BUY",
            type="LIMIT",
            timeInForce="GTC",
            quantity=quantity,
            price=price,
            cancelReplaceMode="STOP_ON_FAILURE",
            cancelOrderId=order,
        )
        return answer["newOrderResponse"]

    async def do_cancel(self, order):
        return await self.client.cancel_order(symbol=SYMBOL, orderId=order)

    async def do_query(self, order):
        return await self.client.get_order(symbol=SYMBOL, orderId=order)

    async def do_open(self):
        return await self.client.get_open_orders(symbol=SYMBOL)

    async def do_all(self):
        return await self.client.get_all_orders(symbol=SYMBOL)

    async def do_trades(self):
        return await self.client.get_my_trades(symbol=SYMBOL)

    async def do_balances(self):
        return (await self.client.get_account())["balances"]


if __name__ == "__main__":
    main(PythonBinanceTrader)
