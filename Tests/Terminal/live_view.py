# SPDX-License-Identifier: Apache-2.0
"""Drives `botctl live` as a person would: live_view.py FOLDER-OF-BINARIES WORK-FOLDER.

Starts botsim and botd, creates two bots, and looks at what stands on the screen after keys, resizes, signals and a lost
server. Ends with 0 only if everything was as it should be; prints what was checked.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from pty_program import SGR, Failure, PtyProgram

BINARIES, FOLDER = sys.argv[1], sys.argv[2]
TOKEN = "of-the-terminal-test"
MEMBERS = ["ema-crossover(fast=3, slow=8)", "macd", "bollinger-breakout", "rsi-mean-reversion"]


class Server:
    """A process that says where it listens, and can be started again on the same port."""

    def __init__(self, name, arguments, environment, says):
        self.name, self.arguments, self.says = name, arguments, says
        self.environment = environment
        self.process = None

    def start(self):
        log = os.path.join(FOLDER, f"{self.name}-{time.monotonic_ns()}.log")
        with open(log, "wb") as file:
            self.process = subprocess.Popen(
                [os.path.join(BINARIES, self.name), *self.arguments], cwd=FOLDER, env=self.environment,
                stdin=subprocess.DEVNULL, stdout=file, stderr=file)

        def address():
            with open(log, encoding="utf-8", errors="replace") as file:
                text = file.read()
            if self.process.poll() is not None:
                raise Failure(f"{self.name} ended:\n{text}")
            found = [line.split(self.says)[1].split()[0] for line in text.splitlines() if self.says in line]
            return found[0] if found else None

        return wait_until(address, f"{self.name} listens")

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def wait_until(attempt, goal, limit=30):
    end = time.monotonic() + limit
    while True:
        value = attempt()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"not within {limit} s: {goal}")
        time.sleep(0.02)


def ask(address, path, body=None):
    """The answer of the API as a document; None where there is none."""
    request = urllib.request.Request(
        address + path, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        raise Failure(f"{path}: {error.code} {error.read().decode()}") from error
    except OSError:
        return None


class LiveView:
    """The checks, one after the other, on one server."""

    def __init__(self):
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("BOTD_", "BOTCTL_"))}
        self.plain = {**plain, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        self.plain.pop("NO_COLOR", None)
        self.sim = Server(
            "botsim",
            ["--listen", "127.0.0.1:0", "--seed", "7", "--speed", "60", "--pairs", "BTC/USDT,ETH/USDT,SOL/USDT"],
            plain, "listening")
        venue = self.sim.start()
        self.botd = Server(
            "botd", ["serve"],
            {
                **plain, "BOTD_LISTEN": "127.0.0.1:0", "BOTD_ADMIN_TOKEN": TOKEN, "BOTD_VENUE": "sim",
                "BOTD_BINANCE_REST_URL": venue, "BOTD_BINANCE_STREAM_URL": venue.replace("http", "ws"),
                "BOTD_LOG_LEVEL": "warning",
            }, "listens on ")
        self.address = self.botd.start()
        # Started again it is to be found at the same place.
        self.botd.environment["BOTD_LISTEN"] = self.address.removeprefix("http://")
        self.environment = {**self.plain, "BOTCTL_SERVER": self.address, "BOTCTL_TOKEN": TOKEN}

    def prepare(self):
        common = {"timeframe": "1m", "stake_amount": "100"}
        ask(self.address, "/api/v1/bots", {
            **common, "name": "jury", "strategy": "confluence", "pairs": ["BTC/USDT", "ETH/USDT", "SOL/USDT"],
            "strategy_parameters": {"mode": "ANY", "of": MEMBERS}})
        ask(self.address, "/api/v1/bots", {
            **common, "name": "solo", "strategy": "ema-crossover", "pairs": ["ETH/USDT"]})
        for name in ["jury", "solo"]:
            ask(self.address, f"/api/v1/bots/{name}/start", {})
        for name in ["jury", "solo"]:
            wait_until(lambda name=name: self.bot(name)["phase"] == "running", f"{name} runs")
            wait_until(lambda name=name: ask(self.address, f"/api/v1/bots/{name}/decisions?limit=1")["items"],
                       f"{name} decides")

    def bot(self, name):
        return ask(self.address, f"/api/v1/bots/{name}")

    def live(self, *arguments, environment=None, **size):
        return PtyProgram(
            [os.path.join(BINARIES, "botctl"), "live", *arguments], {**self.environment, **(environment or {})}, **size)

    # What it shows, and keys

    def check_contents(self, view):
        for text in ["jury  RUNNING · running  dry-run  confluence 1m  bot 1/2", "● botd", "[BTC/USDT]", "Confluence ANY",
                     "closed candle", "1 needed and none against", "STRATEGY", "so it ", "equity", "drawdown",
                     "decision p50", "sim ", "×60", "● live", "dropped 0", "Events", "q quit", *(m[:12] for m in MEMBERS)]:
            view.wait_for(text, f"it shows {text!r}")
        view.wait_for(lambda lines: any("messages " in line and "messages -" not in line for line in lines),
                      "it shows how many messages come")
        view.wait_for(lambda lines: any("▲" in line or "▼" in line for line in lines if "bid" in line), "prices move")

    def check_choosing(self, view):
        view.press("\t")
        view.wait_for("[ETH/USDT]", "Tab goes to the next pair")
        view.wait_for("ETH/USDT 1m", "and its figures come")
        view.press("\x1b[A")
        view.wait_for("[BTC/USDT]", "up goes back")
        view.press("n")
        view.wait_for("solo  RUNNING", "n goes to the next bot")
        view.wait_for("Strategy ema-crossover", "whose strategy is one")
        view.press("b")
        view.wait_for("jury  RUNNING", "b goes back")

    def check_acting(self, view):
        view.press("p")
        view.wait_for("jury: paused", "p pauses, and says so")
        view.wait_for("jury  PAUSED", "the bot is shown to be paused")
        assert self.bot("jury")["state"] == "PAUSED"
        view.press("p")
        view.wait_for("jury  RUNNING", "p lets it go on")
        view.press("s")
        view.wait_for("Stop jury", "s asks first")
        view.press("n")
        view.wait_for("Nothing was done.", "no is no")
        assert self.bot("jury")["state"] == "RUNNING"
        view.press("s")
        lines = view.wait_for("Stop jury", "s asks again")
        view.press("k" if any("k keep" in line for line in lines) else "y")
        view.wait_for("jury: stopped", "the bot is stopped, and that is said")
        view.wait_for("jury  STOPPED", "the bot is shown to be stopped")
        assert self.bot("jury")["state"] == "STOPPED"
        ask(self.address, "/api/v1/bots/jury/start", {})
        view.wait_for("jury  RUNNING", "what others do is seen too")

    def check_freezing_and_help(self, view):
        view.press(" ")
        view.wait_for("FROZEN", "space freezes")
        clock = [line for line in view.lines if " UTC" in line]
        view.wait_for(lambda lines: "FROZEN" in lines[0] and "FROZEN 0." not in lines[0], "the freeze's age goes on")
        assert clock == [line for line in view.lines if " UTC" in line], "a frozen screen stands still"
        view.press(" ")
        view.wait_for(lambda lines: not any("FROZEN" in line for line in lines), "space lets it go on")
        view.press("?")
        view.wait_for("Keys", "? helps")
        view.press("\x1b")
        view.wait_for("Confluence ANY", "escape goes back")

    def check_sizes(self, view):
        for columns, rows in [(60, 12), (20, 4), (140, 50), (100, 34)]:
            view.resize(columns, rows)
            view.wait_for(lambda lines: "jury" in lines[0] and "q quit" in lines[-1][:20], f"{columns}x{rows} is filled")
            if rows >= 12:
                for text in ["[BTC/USDT]", "enter", "closed", "decision p50", *(member[:9] for member in MEMBERS)]:
                    view.wait_for(text, f"{text!r} is there at {columns}x{rows}")

    def check_lost_server(self, view):
        view.wait_for("equity", "figures are there")
        self.botd.kill()
        view.wait_for("○ reconnecting", "it says that the server is lost")
        view.wait_for("old; reconnecting: ", "and how old is what it shows")
        view.wait_for("[BTC/USDT]", "what was known stays")
        view.press("p")
        view.wait_for("jury: not paused: ", "an action that can't be done says so")
        self.botd.start()
        view.wait_for("● botd", "it comes back by itself")
        view.wait_for("jury  RUNNING · running", "and the bot with it")
        view.wait_for("● live", "and the stream")

    # How it ends

    def check_endings(self):
        endings = [
            ("q", lambda view: view.press("q"), 0), ("Ctrl-C", lambda view: view.press("\x03"), 130),
            ("SIGHUP", lambda view: view.signal(signal.SIGHUP), 129),
            ("SIGQUIT", lambda view: view.press("\x1c"), 131),
            ("a crash", lambda view: view.signal(signal.SIGABRT), -signal.SIGABRT),
        ]
        for name, end, status in endings:
            with self.live("jury") as view:
                modes = view.modes()
                view.wait_for("Confluence ANY", "it is there")
                assert view.modes() != modes, "keys come at once"
                end(view)
                ended = view.wait_for_end()
                assert ended == status, f"{name}: ended with {ended} instead of {status}"
                view.expect_restored(modes, name)

    def check_term_mid_frame(self):
        chance = random.Random(5)
        for attempt in range(4):
            with self.live("jury", columns=200, rows=60) as view:
                modes = view.modes()
                view.wait_for("Confluence ANY", "it is there")
                # Each resize has a whole frame written, larger than what the terminal takes at a time.
                for step in range(chance.randrange(1, 30)):
                    view.resize(200 - step % 2, 60)
                    view.pump(0.001)
                view.signal(signal.SIGTERM)
                ended = view.wait_for_end()
                assert ended == 143, f"attempt {attempt}: ended with {ended}"
                view.expect_restored(modes, f"SIGTERM in the middle of a frame, attempt {attempt}")

    def check_term_while_stuck(self):
        with self.live("jury", columns=200, rows=60) as view:
            modes = view.modes()
            view.wait_for("Confluence ANY", "it is there")
            # Nobody reads: after a few whole frames there is no room for more, and a write hangs.
            for step in range(10):
                view.resize(200 - step % 2, 60)
                time.sleep(0.03)
            view.signal(signal.SIGTERM)
            wait_until(lambda: not view.child.isalive(), "it ends all the same", limit=5)
            assert view.child.exitstatus == 143, view.child.exitstatus
            assert view.modes() == modes, "the modes are as they were"

    def check_stop_and_continue(self):
        with self.live("jury") as view:
            modes = view.modes()
            view.wait_for("Confluence ANY", "it is there")
            own = view.modes()
            view.press("\x1a")
            wait_until(lambda: (view.pump(0.01), view.state() == "T")[1], "Ctrl-Z stops it")
            while view.pump():
                pass
            view.expect_restored(modes, "Ctrl-Z")
            seen = len(view.raw)
            view.signal(signal.SIGCONT)
            view.wait_for(lambda _: b"\x1b[?1049h" in view.raw[seen:] and b"jury" in view.raw[seen:], "it draws anew")
            assert view.modes() == own, "it has its modes again"
            view.press("q")
            assert view.wait_for_end() == 0
            view.expect_restored(modes, "q after a stop")

    # Other outputs

    def check_plain_outputs(self):
        botctl = os.path.join(BINARIES, "botctl")

        def run(*arguments, **more):
            done = subprocess.run(
                [botctl, "live", "jury", *arguments], env={**self.environment, **more}, stdin=subprocess.DEVNULL,
                capture_output=True, timeout=20, check=False)
            assert done.returncode == 0, done.stderr
            return done.stdout

        text = run()
        assert b"\x1b" not in text, "no terminal, no control sequences"
        for word in [b"jury  RUNNING", b"Confluence ANY", b"macd", b"decision p50"]:
            assert word in text, f"{word!r} is missing in\n{text.decode()}"
        document = json.loads(run("-o", "json", "--pair", "ethusdt"))
        assert document["bot"]["name"] == "jury"
        assert document["market"]["pair"] == "ETH/USDT"
        assert len(document["market"]["decision"]["votes"]) == 4
        with self.live("jury", environment={"TERM": "dumb"}) as view:
            assert view.wait_for_end() == 0
            assert b"\x1b" not in view.raw and b"jury  RUNNING" in view.raw, view.raw
        with self.live("jury", environment={"NO_COLOR": "1"}) as view:
            view.wait_for("Confluence ANY", "it is there without colours")
            view.press("q")
            assert view.wait_for_end() == 0
            assert not SGR.search(view.raw), SGR.findall(view.raw)
        with self.live("jury", environment={"LC_ALL": "C"}) as view:
            view.wait_for("Confluence ANY", "it is there in ASCII")
            view.wait_for("* botd", "its marks too")
            assert all(byte < 0x80 for byte in view.raw)
        gone = subprocess.run(
            [botctl, "live", "nobody"], env=self.environment, capture_output=True, timeout=20, check=False)
        assert gone.returncode == 6, gone

    def run(self):
        start = time.monotonic()

        def done(what):
            print(f"{time.monotonic() - start:5.1f} s  {what}", flush=True)

        self.prepare()
        done("two bots run")
        with self.live("jury") as view:
            modes = view.modes()
            for check in [self.check_contents, self.check_choosing, self.check_freezing_and_help, self.check_sizes,
                          self.check_lost_server, self.check_acting]:
                check(view)
                done(check.__name__)
            view.press("q")
            assert view.wait_for_end() == 0
            view.expect_restored(modes, "q")
        for check in [self.check_endings, self.check_term_mid_frame, self.check_term_while_stuck,
                      self.check_stop_and_continue, self.check_plain_outputs]:
            check()
            done(check.__name__)

    def close(self):
        self.botd.kill()
        self.sim.kill()


if __name__ == "__main__":
    tests = LiveView()
    try:
        tests.run()
    finally:
        tests.close()
