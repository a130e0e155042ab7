# SPDX-License-Identifier: Apache-2.0
"""ccxt and ccxt.pro with an account."""

import asyncio

import ccxt
import ccxt.pro
from serving import main
from trading import Trader

SYMBOL = "BTC/USDT"


class CCXTTrader(Trader):
    exchange = None

    async def do_start(self):
        sapi = {name: f"{self.http}/{name[:4]}/v{name[5:] or 1}" for name in ("sapi", "sapiV2", "sapiV3", "sapiV4")}
        rest = {name: f"{self.http}/api/v3" for name in ("public", "private")}
        sockets = {"spot": f"{self.ws}/stream/ws", "ws-api": {"spot": f"{self.ws}/ws-api/v3"}}
        self.exchange = ccxt.pro.binance(
            {
                "apiKey": self.key,
                "secret": self.secret,
                "urls": {"api": {**rest, "v1": f"{self.http}/api/v1", **sapi, "ws": sockets}},
                "options": {"fetchMarkets": {"types": ["spot"]}},
            }
        )
        await self.exchange.load_markets()

    async def do_listen(self):
        self.spawn(self.follow(self.exchange.watch_orders, lambda orders: [order["info"] for order in orders]))
        self.spawn(self.follow(self.exchange.watch_balance, lambda balance: [balance["info"]]))
        await asyncio.sleep(1)

    async def follow(self, watch, events):
        while True:
            try:
                self.events += events(await watch())
            except ccxt.NetworkError as error:
                self.trouble(watch.__name__, error)
                await asyncio.sleep(0.1)

    async def do_market(self, side, quantity):
        return (await self.exchange.create_order(SYMBOL, "market", side.lower(), float(quantity)))["info"]

    async def do_market_by_socket(self, side, quantity):
        return (await self.exchange.create_order_ws(SYMBOL, "market", side.lower(), float(quantity)))["info"]

    async def do_limit(self, side, quantity, price):
        return (await self.exchange.create_order(SYMBOL, "limit", side.lower(), float(quantity), float(price)))["info"]

    async def do_stop(self, quantity, stop, price):
        order = await self.exchange.create_order(
            SYMBOL, "limit", "sell", float(quantity), float(price), {"stopLossPrice": float(stop)}
        )
        return order["info"]

    async def do_oco(self, quantity, above, below):
        # No unified method: its users take the general one.
        return await self.exchange.private_post_orderlist_oco(
            {
                "symbol": "BTCUSDT",
                "side": "SELL",
                "quantity": quantity,
                "aboveType": "LIMIT_MAKER",
                "abovePrice": above,
                "belowType": "STOP_LOSS_LIMIT",
                "belowStopPrice": below,
                "belowPrice": below,
                "belowTimeInForce": "GTC",
            }
        )

    async def do_replace(self, order, quantity, price):
        changed = await self.exchange.edit_order(str(order), SYMBOL, "limit", "buy", float(quantity), float(price))
        return changed["info"]

    async def do_cancel(self, order):
        return (await self.exchange.cancel_order(str(order), SYMBOL))["info"]

    async def do_query(self, order):
        return (await self.exchange.fetch_order(str(order), SYMBOL))["info"]

    async def do_open(self):
        return [order["info"] for order in await self.exchange.fetch_open_orders(SYMBOL)]

    async def do_all(self):
        return [order["info"] for order in await self.exchange.fetch_orders(SYMBOL)]

    async def do_trades(self):
        return [trade["info"] for trade in await self.exchange.fetch_my_trades(SYMBOL)]

    async def do_balances(self):
        return (await self.exchange.fetch_balance())["info"]["balances"]


if __name__ == "__main__":
    main(CCXTTrader)
