# SPDX-License-Identifier: Apache-2.0
"""python-binance, as its users use it: AsyncClient, BinanceSocketManager, DepthCacheManager."""

import json
from decimal import Decimal

from binance import AsyncClient, BinanceSocketManager
from binance.ws.depthcache import DepthCacheManager
from serving import Reader, main


class PythonBinanceReader(Reader):
    client = None
    sockets = None
    books = None

    async def do_start(self):
        AsyncClient.API_URL = f"{self.http}/api"
        AsyncClient.MARGIN_API_URL = f"{self.http}/sapi"
        AsyncClient.WS_API_URL = f"{self.ws}/ws-api/v3"
        BinanceSocketManager.STREAM_URL = f"{self.ws}/"
        self.client = await AsyncClient.create()
        # Above the default of 100: venue time is fast, and what is told at once comes in larger heaps.
        self.sockets = BinanceSocketManager(self.client, max_queue_size=10_000)
        self.books = {}

    async def do_rest(self, name, params):
        client = self.client
        calls = {
            "ping": client.ping,
            "time": client.get_server_time,
            "depth": client.get_order_book,
            "trades": client.get_recent_trades,
            "historicalTrades": client.get_historical_trades,
            "aggTrades": client.get_aggregate_trades,
            "klines": client.get_klines,
            "uiKlines": client.get_ui_klines,
            "avgPrice": client.get_avg_price,
            "ticker/24hr": client.get_ticker,
            "ticker/tradingDay": client.v3_get_ticker_trading_day,
            "ticker": client.get_symbol_ticker_window,
            "ticker/price": client.get_symbol_ticker,
            "ticker/bookTicker": client.get_orderbook_ticker,
        }
        if name == "exchangeInfo" and not params:
            return await client.get_exchange_info()
        params = {
            key: json.dumps(value, separators=(",", ":")) if isinstance(value, list) else value
            for key, value in params.items()
        }
        if name in calls:
            return await calls[name](**params)
        # No method of its own: its users take the general one.
        return await client._get(name, data=params)

    async def do_history(self, symbol, interval, start):
        """All candles from a time on, page by page, as the library fetches them."""
        return await self.client.get_historical_klines(symbol, interval, start)

    async def do_socket_api(self, name, params):
        client = self.client
        calls = {
            "ping": client.ws_ping,
            "time": client.ws_get_time,
            "exchangeInfo": client.ws_get_exchange_info,
            "depth": client.ws_get_order_book,
            "trades.recent": client.ws_get_recent_trades,
            "trades.historical": client.ws_get_historical_trades,
            "trades.aggregate": client.ws_get_aggregate_trades,
            "klines": client.ws_get_klines,
            "uiKlines": client.ws_get_uiKlines,
            "avgPrice": client.ws_get_avg_price,
            "ticker.24hr": client.ws_get_ticker,
            "ticker.tradingDay": client.ws_get_trading_day_ticker,
            "ticker": client.ws_get_symbol_ticker_window,
            "ticker.price": client.ws_get_symbol_ticker,
            "ticker.book": client.ws_get_orderbook_ticker,
        }
        if name not in calls:
            return await client._ws_api_request(name, False, params)
        return await calls[name](**params)

    async def do_watch(self, raw, combined, books):
        """Streams each on a connection of its own, streams together on one, and books that the library keeps."""
        for stream in raw:
            self.spawn(self.read(self.socket(stream), stream))
        self.spawn(self.read(self.sockets.multiplex_socket(combined), None))
        for symbol in books:
            # Prices and quantities as text, so that nothing is rounded.
            self.books[symbol] = DepthCacheManager(
                self.client, symbol, bm=self.sockets, limit=1000, conv_type=Decimal, ws_interval=100
            )
            self.spawn(self.keep_book(self.books[symbol], symbol))

    def socket(self, stream):
        symbol, _, kind = stream.partition("@")
        sockets = self.sockets
        if stream == "!miniTicker@arr":
            return sockets.miniticker_socket()
        if kind.startswith("kline_"):
            return sockets.kline_socket(symbol, interval=kind.removeprefix("kline_"))
        if kind.startswith("depth"):
            levels, _, speed = kind.removeprefix("depth").partition("@")
            return sockets.depth_socket(symbol, depth=levels or None, interval=100 if speed else None)
        return {
            "trade": sockets.trade_socket,
            "aggTrade": sockets.aggtrade_socket,
            "miniTicker": sockets.symbol_miniticker_socket,
            "ticker": sockets.symbol_ticker_socket,
            "bookTicker": sockets.symbol_book_ticker_socket,
        }[kind](symbol)

    async def read(self, socket, name):
        async with socket as connection:
            while True:
                message = await connection.recv()
                if isinstance(message, dict) and message.get("e") == "error":
                    self.trouble(name or "combined", ConnectionError(f"{message['type']} {message['m']}"))
                elif name:
                    self.keep(name, message)
                else:
                    self.keep(message["stream"], message["data"])

    async def keep_book(self, manager, symbol):
        async with manager:
            while True:
                answer = await manager.recv()
                if isinstance(answer, dict):
                    self.trouble(f"book {symbol}", ConnectionError(str(answer)))
                else:
                    self.keep(f"book {symbol}", manager._last_update_id)

    async def do_book(self, symbol):
        manager = self.books[symbol]
        cache = manager.get_depth_cache()

        def side(levels):
            return [[str(price), str(quantity)] for price, quantity in levels[:50]]

        return {"id": manager._last_update_id, "bids": side(cache.get_bids()), "asks": side(cache.get_asks())}


if __name__ == "__main__":
    main(PythonBinanceReader)
