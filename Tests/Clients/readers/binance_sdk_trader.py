# SPDX-License-Identifier: Apache-2.0
"""binance-sdk-spot with an account, by an Ed25519 key: its session on the WebSocket API is logged on."""

import asyncio
import re

from binance_common.configuration import ConfigurationRestAPI, ConfigurationWebSocketAPI
from binance_sdk_spot.spot import Spot
from serving import main, plain
from trading import Trader

SYMBOL = "BTCUSDT"


def camel(value):
    """The venue's names, of which the library makes names of Python."""
    if isinstance(value, dict):
        return {re.sub(r"_([a-z])", lambda match: match[1].upper(), key): camel(item) for key, item in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


class BinanceSDKTrader(Trader):
    spot = None
    api = None

    async def do_start(self):
        access = {"api_key": self.key, "private_key": self.secret}
        self.spot = Spot(
            config_rest_api=ConfigurationRestAPI(base_path=self.http, timeout=10_000, **access),
            config_ws_api=ConfigurationWebSocketAPI(stream_url=f"{self.ws}/ws-api/v3", **access),
        )

    async def do_listen(self):
        self.api = await self.spot.websocket_api.create_connection()
        if self.api is None:
            raise ConnectionError("not connected")
        await self.api.session_logon()
        handle = await self.api.user_data_stream_subscribe()
        handle.stream.on("message", lambda message: self.events.append(self.event(message)))

    @staticmethod
    def event(message):
        """An event in the venue's words; the library tells its kind by a class."""
        kind = type(message.actual_instance).__name__
        return {**plain(message), "e": kind[0].lower() + kind[1:]}

    async def do_listen_again(self):
        """The library doesn't connect again: its users do both on a new object."""
        for _ in range(50):
            try:
                await self.do_start()
                return await self.do_listen()
            except Exception as error:  # noqa: BLE001 - not connected yet
                self.trouble("user data", error)
                await asyncio.sleep(0.2)
        raise ConnectionError("not listening again")

    async def rest(self, name, **params):
        response = await asyncio.to_thread(getattr(self.spot.rest_api, name), symbol=SYMBOL, **params)
        return camel(plain(response.data()))

    async def do_market(self, side, quantity):
        return await self.rest("new_order", side=side, type="MARKET", quantity=float(quantity))

    async def do_market_by_socket(self, side, quantity):
        response = await self.api.order_place(symbol=SYMBOL, side=side, type="MARKET", quantity=float(quantity))
        return camel(plain(response.data()))["result"]

    async def do_limit(self, side, quantity, price):
        return await self.rest(
            "new_order", side=side, type="LIMIT", time_in_force="GTC", quantity=float(quantity), price=float(price)
        )

    async def do_stop(self, quantity, stop, price):
        return await self.rest(
            "new_order",
            side="SELL",
            type="STOP_LOSS_LIMIT",
            time_in_force="GTC",
            quantity=float(quantity),
            price=float(price),
            stop_price=float(stop),
        )

    async def do_oco(self, quantity, above, below):
        return await self.rest(
            "order_list_oco",
            side="SELL",
            quantity=float(quantity),
            above_type="LIMIT_MAKER",
            above_price=float(above),
            below_type="STOP_LOSS_LIMIT",
            below_stop_price=float(below),
            below_price=float(below),
            below_time_in_force="GTC",
        )

    async def do_replace(self, order, quantity, price):
        answer = await self.rest(
            "order_cancel_replace",
            side="BUY",
            type="LIMIT",
            cancel_replace_mode="STOP_ON_FAILURE",
            time_in_force="GTC",
            quantity=float(quantity),
            price=float(price),
            cancel_order_id=int(order),
        )
        return answer["newOrderResponse"]

    async def do_cancel(self, order):
        return await self.rest("delete_order", order_id=int(order))

    async def do_query(self, order):
        return await self.rest("get_order", order_id=int(order))

    async def do_open(self):
        return await self.rest("get_open_orders")

    async def do_all(self):
        return await self.rest("all_orders")

    async def do_trades(self):
        return await self.rest("my_trades")

    async def do_balances(self):
        response = await asyncio.to_thread(self.spot.rest_api.get_account)
        return camel(plain(response.data()))["balances"]


if __name__ == "__main__":
    main(BinanceSDKTrader)
