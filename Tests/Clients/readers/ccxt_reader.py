# SPDX-License-Identifier: Apache-2.0
"""ccxt and ccxt.pro: the unified methods, and the raw ones below them."""

import asyncio

import ccxt
import ccxt.pro
from serving import Reader, main

REST = {
    "ping": "public_get_ping",
    "time": "public_get_time",
    "exchangeInfo": "public_get_exchangeinfo",
    "executionRules": "public_get_executionrules",
    "depth": "public_get_depth",
    "trades": "public_get_trades",
    "historicalTrades": "public_get_historicaltrades",
    "historicalBlockTrades": "public_get_historicalblocktrades",
    "aggTrades": "public_get_aggtrades",
    "klines": "public_get_klines",
    "uiKlines": "public_get_uiklines",
    "avgPrice": "public_get_avgprice",
    "ticker/24hr": "public_get_ticker_24hr",
    "ticker/tradingDay": "public_get_ticker_tradingday",
    "ticker": "public_get_ticker",
    "ticker/price": "public_get_ticker_price",
    "ticker/bookTicker": "public_get_ticker_bookticker",
    "referencePrice": "public_get_referenceprice",
    "referencePrice/calculation": "public_get_referenceprice_calculation",
}


class CCXTReader(Reader):
    exchange = None

    def settings(self):
        sapi = {name: f"{self.http}/{name[:4]}/v{name[5:] or 1}" for name in ("sapi", "sapiV2", "sapiV3", "sapiV4")}
        return {
            "urls": {
                "api": {
                    "public": f"{self.http}/api/v3",
                    "private": f"{self.http}/api/v3",
                    "v1": f"{self.http}/api/v1",
                    **sapi,
                    "ws": {"spot": f"{self.ws}/stream/ws", "ws-api": {"spot": f"{self.ws}/ws-api/v3"}},
                }
            },
            "options": {"fetchMarkets": {"types": ["spot"]}, "fetchCurrencies": False, "fetchMargins": False},
            # It asks for old trades only with a key; the venue doesn't look at it.
            "apiKey": "none",
            # Its own throttle reckons with wall time; the venue's here is fast.
            "enableRateLimit": False,
        }

    async def do_start(self):
        self.exchange = ccxt.pro.binance(self.settings())

    async def do_markets(self):
        markets = await self.exchange.load_markets()
        return {"versions": [ccxt.__version__, ccxt.pro.binance.__module__], "markets": markets}

    async def do_blocking_markets(self):
        """The markets by the variant of ccxt that blocks, with the same settings."""
        return await asyncio.to_thread(lambda: ccxt.binance(self.settings()).load_markets())

    async def do_rest(self, name, params):
        params = {key: self.exchange.json(value) if isinstance(value, list) else value for key, value in params.items()}
        return await getattr(self.exchange, REST[name])(params)

    async def do_unified(self, name, arguments, params=None):
        call = getattr(self.exchange, name)
        answer = await (call(*arguments, params=params) if params else call(*arguments))
        return answer

    async def do_watch(self, trades, agg_trades, candles, books, tickers, mini_tickers, bids_asks, windows):
        watch = self.exchange
        for symbol in trades:
            self.follow(f"trades {symbol}", lambda symbol=symbol: watch.watch_trades(symbol))
        for symbol in agg_trades:
            self.follow(
                f"aggTrades {symbol}", lambda symbol=symbol: watch.watch_trades(symbol, params={"name": "aggTrade"})
            )
        for symbol, timeframe in candles:
            self.follow(
                f"candles {symbol} {timeframe}",
                lambda symbol=symbol, timeframe=timeframe: watch.watch_ohlcv(symbol, timeframe),
                # Copied: the library writes into the rows that it handed out.
                lambda rows: [list(row) for row in rows],
            )
        for symbol in books:
            self.follow(
                f"book {symbol}", lambda symbol=symbol: watch.watch_order_book(symbol), lambda book: book["nonce"]
            )
        for symbol in tickers:
            self.follow(f"ticker {symbol}", lambda symbol=symbol: watch.watch_ticker(symbol))
        if mini_tickers:
            self.follow("miniTickers", lambda: watch.watch_tickers(mini_tickers))
        if bids_asks:
            self.follow("bidsAsks", lambda: watch.watch_bids_asks(bids_asks))
        for symbol, window in windows:
            self.follow(
                f"ticker_{window} {symbol}",
                lambda symbol=symbol, window=window: watch.watch_ticker(symbol, {"name": f"ticker_{window}"}),
            )

    def follow(self, stream, call, figure=lambda answer: answer):
        self.spawn(self.read(stream, call, figure))

    async def read(self, stream, call, figure):
        while True:
            try:
                self.keep(stream, figure(await call()))
            except ccxt.NetworkError as error:
                # The next call connects again; at once would be in the way of the others.
                self.trouble(stream, error)
                await asyncio.sleep(0.1)

    async def do_book(self, symbol):
        book = self.exchange.orderbooks[symbol]

        def side(levels):
            return [[repr(price), repr(quantity)] for price, quantity in levels[:50]]

        return {"id": book["nonce"], "bids": side(book["bids"]), "asks": side(book["asks"])}

    async def do_unwatch(self, symbol):
        await self.exchange.un_watch_trades(symbol)


if __name__ == "__main__":
    main(CCXTReader)
