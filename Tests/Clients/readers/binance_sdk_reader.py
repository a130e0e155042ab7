# SPDX-License-Identifier: Apache-2.0
"""binance-sdk-spot, the venue's own library: REST, market streams, and the market methods of its WebSocket API."""

import asyncio
import logging
import re

from binance_common.configuration import (
    ConfigurationRestAPI,
    ConfigurationWebSocketAPI,
    ConfigurationWebSocketStreams,
)
from binance_common.constants import TimeUnit
from binance_sdk_spot.spot import Spot
from serving import Reader, main, plain

REST = {
    "ping": "ping",
    "time": "time",
    "exchangeInfo": "exchange_info",
    "executionRules": "execution_rules",
    "depth": "depth",
    "trades": "get_trades",
    "historicalTrades": "historical_trades",
    "historicalBlockTrades": "historical_block_trades",
    "aggTrades": "agg_trades",
    "klines": "klines",
    "uiKlines": "ui_klines",
    "avgPrice": "avg_price",
    "ticker/24hr": "ticker24hr",
    "ticker/tradingDay": "ticker_trading_day",
    "ticker": "ticker",
    "ticker/price": "ticker_price",
    "ticker/bookTicker": "ticker_book_ticker",
    "referencePrice": "reference_price",
    "referencePrice/calculation": "reference_price_calculation",
}
SOCKET_API = {
    "ping": "ping",
    "time": "time",
    "exchangeInfo": "exchange_info",
    "executionRules": "execution_rules",
    "depth": "depth",
    "trades.recent": "trades_recent",
    "trades.historical": "trades_historical",
    "blockTrades.historical": "block_trades_historical",
    "trades.aggregate": "trades_aggregate",
    "klines": "klines",
    "uiKlines": "ui_klines",
    "avgPrice": "avg_price",
    "ticker.24hr": "ticker24hr",
    "ticker.tradingDay": "ticker_trading_day",
    "ticker": "ticker",
    "ticker.price": "ticker_price",
    "ticker.book": "ticker_book",
    "referencePrice": "reference_price",
    "referencePrice.calculation": "reference_price_calculation",
}


def snake(params):
    return {re.sub(r"(?<!^)([A-Z])", lambda match: "_" + match[1].lower(), key): value for key, value in params.items()}


class SocketError(Exception):
    def __init__(self, error):
        super().__init__(str(error))
        self.code = error.get("code") if isinstance(error, dict) else None
        self.message = error.get("msg") if isinstance(error, dict) else str(error)


class Complaints(logging.Handler):
    """What the library says about answers that don't fit its models; it hands them on all the same."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.lines = []

    def emit(self, record):
        text = record.getMessage()
        if "did not match" in text or "Failed to parse" in text or "Error in callback" in text:
            self.lines.append(text)


async def connected(client):
    """The library logs why it can't connect, and returns nothing."""
    connection = await client.create_connection()
    if connection is None:
        raise ConnectionError("not connected")
    return connection


class BinanceSDKReader(Reader):
    spot = None
    connection = None
    api = None
    wanted = ()

    async def do_start(self):
        self.complaints = Complaints()
        logging.getLogger().addHandler(self.complaints)
        self.spot = Spot(
            config_rest_api=ConfigurationRestAPI(base_path=self.http, timeout=10_000),
            config_ws_api=ConfigurationWebSocketAPI(stream_url=f"{self.ws}/ws-api/v3"),
        )

    async def do_complaints(self):
        return self.complaints.lines

    async def do_rest(self, name, params):
        call = getattr(self.spot.rest_api, REST[name])
        response = await asyncio.to_thread(call, **snake(params))
        return response.data()

    async def do_microseconds(self, name, params):
        """A request by a client that was set to microseconds."""
        spot = Spot(
            config_rest_api=ConfigurationRestAPI(
                base_path=self.http, timeout=10_000, time_unit=TimeUnit.MICROSECOND.value
            )
        )
        response = await asyncio.to_thread(getattr(spot.rest_api, REST[name]), **snake(params))
        return response.data()

    async def do_rate_limits(self):
        """What the library made of the headers that tell how much weight is used."""
        response = await asyncio.to_thread(self.spot.rest_api.ping)
        return [vars(limit) for limit in response.rate_limits]

    async def do_socket_api(self, name, params):
        if self.api is None or not self.api.connections:
            self.api = await connected(self.spot.websocket_api)
        response = await getattr(self.api, SOCKET_API[name])(**snake(params))
        answer = response.data()
        if isinstance(getattr(answer, "result", None), list):
            # Rows, which the library's own `to_dict` can't do.
            return answer.result
        answer = plain(answer)
        if "error" in answer:
            # Handed on as an answer by the library.
            raise SocketError(answer["error"])
        return answer.get("result", {})

    async def do_watch(self, streams):
        self.wanted = streams
        await self.open()

    async def open(self):
        """Connects and subscribes. After a break this library wants its users to do both again, on a new object: the
        old one takes its streams for subscribed."""
        spot = Spot(config_ws_streams=ConfigurationWebSocketStreams(stream_url=self.ws))
        self.connection = await connected(spot.websocket_streams)
        self.connection.on_connection("close", self.reopen)
        for name in self.wanted:
            handle = await self.subscribe(name)
            handle.on("message", lambda message, name=name: self.keep(name, plain(message)))

    def reopen(self):
        self.trouble("all", ConnectionError("closed"))
        self.spawn(self.open_again())

    async def open_again(self):
        for attempt in range(20):
            try:
                return await self.open()
            except Exception as error:  # noqa: BLE001 - whatever it was, the next attempt tells
                self.trouble("all", error)
                await asyncio.sleep(0.25 * attempt)
        raise ConnectionError("not connected again")

    async def subscribe(self, name):
        streams = self.connection
        symbol, _, kind = name.partition("@")
        if name == "!miniTicker@arr":
            return await streams.all_mini_ticker()
        if name.startswith("!ticker_"):
            return await streams.all_market_rolling_window_ticker(window_size=name[8:].partition("@")[0])
        if kind.startswith("kline_") and kind.endswith("@+08:00"):
            return await streams.kline_offset(symbol=symbol, interval=kind[6:].partition("@")[0])
        if kind.startswith("kline_"):
            return await streams.kline(symbol=symbol, interval=kind[6:])
        if kind.startswith("ticker_"):
            return await streams.rolling_window_ticker(symbol=symbol, window_size=kind[7:])
        if kind.startswith("depth"):
            levels, _, speed = kind[5:].partition("@")
            if levels:
                return await streams.partial_book_depth(symbol=symbol, levels=levels, update_speed=speed or None)
            return await streams.diff_book_depth(symbol=symbol, update_speed=speed or None)
        call = {
            "aggTrade": "agg_trade",
            "trade": "trade",
            "miniTicker": "mini_ticker",
            "ticker": "ticker",
            "bookTicker": "book_ticker",
            "avgPrice": "avg_price",
            "referencePrice": "reference_price",
        }[kind]
        return await getattr(streams, call)(symbol=symbol)

    async def do_list_subscriptions(self):
        return await self.connection.list_subscribe()

    async def do_subscribe(self, stream):
        handle = await self.subscribe(stream)
        handle.on("message", lambda message: self.keep(stream, plain(message)))

    async def do_unsubscribe(self, stream):
        await self.connection.unsubscribe([stream])

    async def do_forget(self, stream):
        """Forgets what a stream told, and says how much it was."""
        return len(self.seen.pop(stream, []))


if __name__ == "__main__":
    main(BinanceSDKReader)
