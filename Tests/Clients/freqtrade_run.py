# SPDX-License-Identifier: Apache-2.0
"""Freqtrade in a process of its own, dry-run or live, and what its database says."""

import asyncio
import contextlib
import json
import os
import pathlib
import signal
import sqlite3
import sys

STRATEGIES = pathlib.Path(__file__).parent / "freqtrade"
KEY, SECRET = "key-of-freqtrade", "secret-of-freqtrade"
# More than stands at the best price of a thinly traded coin.
STAKE = 1_500
# What it ends with when it is told to by SIGINT.
INTERRUPTED = 130
# Nothing listens there: what would leave this machine ends there.
NOWHERE = "http://127.0.0.1:9"


class Freqtrade:
    def __init__(self, address, folder, is_live, trades, pairs):
        self.address = address
        self.folder = folder
        self.is_live = is_live
        self.trades = trades
        self.pairs = pairs
        self.log = folder / "freqtrade.log"
        self.output = folder / "output.log"
        self.database = folder / "trades.sqlite"
        self.notes = folder / "canceled.txt"
        self.process = None

    def configuration(self):
        http, ws = f"http://{self.address}", f"ws://{self.address}"
        sapi = {name: f"{http}/{name[:4]}/v{name[5:] or 1}" for name in ("sapi", "sapiV2", "sapiV3", "sapiV4")}
        rest = {name: f"{http}/api/v3" for name in ("public", "private")}
        sockets = {"spot": f"{ws}/stream/ws", "ws-api": {"spot": f"{ws}/ws-api/v3"}}
        return {
            "dry_run": not self.is_live,
            "dry_run_wallet": 1_000_000,
            "db_url": f"sqlite:///{self.database}",
            "stake_currency": "USDT",
            "stake_amount": STAKE,
            "max_open_trades": len(self.pairs),
            "trading_mode": "spot",
            "entry_pricing": {"price_side": "same", "use_order_book": True, "order_book_top": 1},
            "exit_pricing": {"price_side": "same", "use_order_book": True, "order_book_top": 1},
            "unfilledtimeout": {"entry": 10, "exit": 10, "unit": "minutes"},
            "exchange": {
                "name": "binance",
                # In dry-run as well, where it must not use them.
                "key": KEY,
                "secret": SECRET,
                "pair_whitelist": self.pairs,
                "ccxt_config": {
                    "urls": {"api": {**rest, "v1": f"{http}/api/v1", **sapi, "ws": sockets}},
                    "options": {"fetchMarkets": {"types": ["spot"]}},
                    # Without it ccxt uses up the whole of the venue's limit, for REST and for candles each.
                    "rateLimit": 65,
                },
            },
            "pairlists": [{"method": "StaticPairList"}],
            "internals": {"process_throttle_secs": 1},
            "initial_state": "running",
            # The strategy's own.
            "check_trades": self.trades,
            "check_notes": str(self.notes),
        }

    async def start(self):
        self.folder.mkdir(parents=True)
        settings = self.folder / "config.json"
        settings.write_text(json.dumps(self.configuration(), indent=2))
        self.notes.touch()
        proxies = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")
        environment = {name: value for name, value in os.environ.items() if name.lower() not in proxies}
        with open(self.output, "wb") as output:
            self.process = await asyncio.create_subprocess_exec(
                str(pathlib.Path(sys.executable).parent / "freqtrade"),
                "trade",
                *("--config", str(settings), "--userdir", str(self.folder)),
                *("--strategy", "Often", "--strategy-path", str(STRATEGIES)),
                *("--logfile", str(self.log)),
                env={**environment, "HTTPS_PROXY": NOWHERE},
                stdout=output,
                stderr=output,
            )

    @property
    def has_ended(self):
        return self.process.returncode is not None

    async def stop(self):
        """Ends it as a person would with Ctrl-C, and gives its exit code."""
        if self.process and not self.has_ended:
            self.process.send_signal(signal.SIGINT)
            try:
                await asyncio.wait_for(self.process.wait(), 60)
            except asyncio.TimeoutError:
                self.process.kill()
                await self.process.wait()
        return self.process.returncode if self.process else None

    def rows(self, table):
        if not self.database.exists():
            return []
        with contextlib.closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=10)) as database:
            database.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in database.execute(f"select * from {table} order by id")]
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                raise

    def progress(self):
        """How many trades are closed, and how many open."""
        flags = [trade["is_open"] for trade in self.rows("trades")]
        return flags.count(0), flags.count(1)

    def canceled(self):
        """The orders that the strategy had it cancel."""
        return set(self.notes.read_text().split())

    def complaints(self, *levels):
        """What its log says at these levels, without time and module."""
        lines = self.log.read_text(errors="replace").splitlines()
        return [line.split(f" - {level} - ", 1)[1] for level in levels for line in lines if f" - {level} - " in line]
