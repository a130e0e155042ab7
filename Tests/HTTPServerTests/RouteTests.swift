// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import CoreMetrics
import Documents
import Synchronization
import Testing
import TradingModel

@Suite struct `Routes` {
  @Test func `a bot is created, read, changed, started, stopped and deleted`() async throws {
    try await TestServer.run { (server) async throws in
      let created = try await server.ask("POST", "/api/v1/bots", TestServer.draft("alpha"))
      #expect(created.status == 201)
      #expect(created.header("Location") == "/api/v1/bots/alpha")
      #expect(created.header("ETag") == "\"1\"")
      #expect(created.header("Content-Type") == "application/json")
      #expect(created.node?["state"]?.string == "CREATED")

      let read = try await server.ask("GET", "/api/v1/bots/alpha")
      #expect(read.status == 200)
      #expect(read.node == created.node)
      #expect(read.header("ETag") == "\"1\"")

      let changed = try await server.ask(
        "PATCH", "/api/v1/bots/alpha", #"{"max_open_trades":5}"#,
        headers: ["If-Match": "\"1\"", "Content-Type": "application/merge-patch+json"])
      #expect(changed.status == 200)
      #expect(changed.node?["max_open_trades"] == 5)
      #expect(changed.header("ETag") == "\"2\"")

      let started = try await server.ask("POST", "/api/v1/bots/alpha/start")
      #expect(started.status == 200)
      #expect(started.node?["state"]?.string == "RUNNING")
      let again = try await server.ask("POST", "/api/v1/bots/alpha/start", "{}")
      #expect(again.status == 200)

      let stopped = try await server.ask("POST", "/api/v1/bots/alpha/stop", #"{"positions":"close"}"#)
      #expect(stopped.node?["state"]?.string == "STOPPED")

      let deleted = try await server.ask("DELETE", "/api/v1/bots/alpha", headers: ["If-Match": "*"])
      #expect(deleted.status == 204)
      #expect(deleted.bytes == [])
      #expect(try await server.ask("GET", "/api/v1/bots/alpha").status == 404)
      #expect(
        server.service.writes == [
          "create alpha admin", "change alpha", "start alpha -", "start alpha -", "stop alpha close", "delete alpha",
        ])
    }
  }

  @Test func `what contradicts the state of things is a conflict`() async throws {
    try await TestServer.run { (server) async throws in
      try await server.create("alpha")
      let twice = try await server.ask("POST", "/api/v1/bots", TestServer.draft("alpha"))
      #expect(twice.status == 409)
      let pause = try await server.ask("POST", "/api/v1/bots/alpha/pause")
      #expect(pause.status == 409)
      let stale = try await server.ask(
        "PATCH", "/api/v1/bots/alpha", #"{"description":"x"}"#, headers: ["If-Match": "\"7\""])
      #expect(stale.status == 409)
      #expect(stale.detail?.contains("generation is 1") == true)
      let entered = try await server.ask("POST", "/api/v1/bots/alpha/enter", #"{"pair":"BTCUSDT"}"#)
      #expect(entered.status == 409)
      #expect(entered.node?["rule"]?.string == "bot_state")

      _ = try await server.ask("POST", "/api/v1/bots/alpha/start")
      let strategy = try await server.ask("PATCH", "/api/v1/bots/alpha", #"{"timeframe":"1h"}"#)
      #expect(strategy.status == 409)
      #expect(strategy.node?["field"]?.string == "timeframe")
      server.service.state.withLock { $0.holdings = [.init("alpha")!] }
      let stop = try await server.ask("POST", "/api/v1/bots/alpha/stop")
      #expect(stop.status == 409)
      #expect(stop.node?["field"]?.string == "positions")
      #expect(try await server.ask("DELETE", "/api/v1/bots/alpha").status == 409)
    }
  }

  @Test func `orders by hand are answered with the order`() async throws {
    try await TestServer.run { (server) async throws in
      try await server.create("alpha")
      _ = try await server.ask("POST", "/api/v1/bots/alpha/start")
      let entered = try await server.ask(
        "POST", "/api/v1/bots/alpha/enter", #"{"pair":"BTC/USDT","stake_amount":"50","limit_price":100.5}"#)
      #expect(entered.status == 200)
      #expect(entered.node?["id"] == 1)
      #expect(try await server.ask("POST", "/api/v1/bots/alpha/exit", #"{"trade_id":1}"#).status == 200)
      #expect(try await server.ask("POST", "/api/v1/bots/alpha/exit", #"{"trade_id":9}"#).status == 404)
      #expect(try await server.ask("POST", "/api/v1/bots/alpha/exit", "{}").status == 422)
    }
  }

  static let reads = RouteTable.operations.filter {
    $0.method == .get && $0.answer.mediaType == "application/json"
  }.map(\.id)

  @Test(arguments: reads)
  func `answers as the document says`(id: OperationID) async throws {
    let operation = try #require(RouteTable.operation(id))
    try await TestServer.run { (server) async throws in
      try await server.create("default")
      try await server.create("ema-crossover")
      var path = operation.path.description
      let name = path.contains("strategies") ? "ema-crossover" : "default"
      path = path.replacing("{name}", with: name)
      if id == .listCandles || id == .getAnalysis { path += "?pair=BTC%2FUSDT&timeframe=5m" }
      let answer = try await server.ask("GET", path)
      #expect(answer.status == 200, "\(answer.text)")
      let schema = try #require(operation.answer.schema)
      #expect(schema.faults(in: answer.node ?? .null) == [])
    }
  }

  @Test func `the feed's health is told with the worst streams first, as many as are asked for`() async throws {
    try await TestServer.run { (server) async throws in
      let node = try await server.ask("GET", "/api/v1/markets/feed").node
      #expect(node?["streams"]?.array?.map { $0["stream"]?.string } == ["candles 5m", "book", "trades"])
      #expect(node?["streams"]?[0]?["quality"]?.number?.text == "0.5")
      #expect(node?["faults"] == ["gaps": 2])
      #expect(node?["stream_count"] == 3)
      let one = try await server.ask("GET", "/api/v1/markets/feed?limit=1").node
      #expect(one?["streams"]?.array?.count == 1)
      #expect(one?["anomalies"]?.array?.count == 1)
      #expect(try await server.ask("GET", "/api/v1/markets/feed?limit=0").status == 422)
    }
  }

  @Test func `the feed's health is told of one pair`() async throws {
    try await TestServer.run { (server) async throws in
      let bitcoin = try await server.ask("GET", "/api/v1/markets/feed?pair=BTCUSDT").node
      #expect(bitcoin?["streams"]?.array?.count == 3)
      #expect(bitcoin?["streams"]?[0]?["trouble"] == "the connection was lost")
      #expect(bitcoin?["streams"]?[1]?["trouble"]?.isNull == true)
      #expect(bitcoin?["anomalies"]?.array?.count == 1)
      let ether = try await server.ask("GET", "/api/v1/markets/feed?pair=ETH%2FUSDT").node
      #expect(ether?["streams"] == [])
      #expect(try await server.ask("GET", "/api/v1/markets/feed?pair=nothing").status == 422)
    }
  }

  @Test func `the status tells latency, messages and drops`() async throws {
    try await TestServer.run { (server) async throws in
      let before = try await server.ask("GET", "/api/v1/status").node
      #expect(
        before?["latency"]?["decision"] == [
          "count": 0, "recent": 0, "p50_seconds": .null, "p99_seconds": .null, "max_seconds": .null,
        ])
      let timer = Timer(label: "botyard_decision_duration", factory: server.metrics)
      for milliseconds in 1...100 { timer.recordMilliseconds(milliseconds) }
      Counter(label: "botyard_shard_trades_dropped_total", factory: server.metrics).increment(by: 3)
      let status = try await server.ask("GET", "/api/v1/status").node
      #expect(
        status?["latency"]?["decision"] == [
          "count": 100, "recent": 100, "p50_seconds": 0.05, "p99_seconds": 0.099, "max_seconds": 0.1,
        ])
      #expect(status?["messages"] == ["total": 106, "faulty": 2, "streams": 3, "connections": 2])
      #expect(status?["dropped"] == ["trades": 3, "candles": 0, "decisions": 0])
      #expect(status?["clock_rate"] == 1.0)
      server.service.state.withLock { $0.failure = .unavailable("nothing is known yet", retryAfterSeconds: 1) }
      #expect(try await server.ask("GET", "/api/v1/status").node?["messages"]?.isNull == true)
    }
  }

  @Test(arguments: ["BTC%2FUSDT", "BTCUSDT", "btc/usdt"])
  func `a market is analysed, however its pair is written`(pair: String) async throws {
    try await TestServer.run { (server) async throws in
      let answer = try await server.ask("GET", "/api/v1/analysis?pair=\(pair)&timeframe=1h")
      #expect(answer.status == 200)
      #expect(answer.node?["pair"] == "BTC/USDT")
      #expect(answer.node?["timeframe"] == "1h")
      #expect(answer.node?["price"]?["last"] == "2")
      #expect(answer.node?["rsi"]?.isNull == true)
      #expect(try await server.ask("GET", "/api/v1/analysis?pair=\(pair)&timeframe=1h").node == answer.node)
    }
  }

  @Test func `lists are given part by part`() async throws {
    try await TestServer.run { (server) async throws in
      for name in ["a", "b", "c"] { try await server.create(name) }
      let first = try await server.ask("GET", "/api/v1/bots?limit=2")
      #expect(first.node?["items"]?.array?.compactMap { $0["name"]?.string } == ["a", "b"])
      let cursor = try #require(first.node?["next_cursor"]?.string)
      let second = try await server.ask("GET", "/api/v1/bots?limit=2&cursor=\(cursor)")
      #expect(second.node?["items"]?.array?.compactMap { $0["name"]?.string } == ["c"])
      #expect(second.node?["next_cursor"]?.isNull == true)
      #expect(try await server.ask("GET", "/api/v1/bots?state=RUNNING").node?["items"]?.array == [])
      let markets = try await server.ask("GET", "/api/v1/markets?limit=2")
      #expect(markets.node?["next_cursor"]?.string == "2")
      #expect(try await server.ask("GET", "/api/v1/markets?cursor=x").status == 422)
      #expect(try await server.ask("GET", "/api/v1/bots/a/logs?cursor=x").status == 422)
    }
  }

  @Test func `health, readiness and the document need no token`() async throws {
    try await TestServer.run { (server) async throws in
      let health = try await server.ask("GET", "/health", isKnown: false)
      #expect(health.status == 200)
      #expect(health.node?["status"]?.string == "ok")
      #expect(try await server.ask("GET", "/ready", isKnown: false).status == 200)
      server.service.state.withLock { $0.missing = ["3 bots are still to be picked up"] }
      let ready = try await server.ask("GET", "/ready", isKnown: false)
      #expect(ready.status == 503)
      #expect(ready.header("Retry-After") == "1")
      #expect(ready.detail == "3 bots are still to be picked up")
      let document = try await server.ask("GET", "/openapi.yaml", isKnown: false)
      #expect(document.status == 200)
      #expect(document.text.hasPrefix("openapi: \"3.1.0\"\n"))
    }
  }

  @Test func `metrics count the requests`() async throws {
    try await TestServer.run { (server) async throws in
      _ = try await server.ask("GET", "/health")
      _ = try await server.ask("GET", "/nowhere")
      let metrics = try await server.ask("GET", "/metrics")
      #expect(metrics.header("Content-Type")?.hasPrefix("text/plain; version=0.0.4") == true)
      #expect(metrics.text.contains("http_requests_total{operation=\"getHealth\",status=\"200\"} 1.0\n"))
      #expect(metrics.text.contains("http_requests_total{operation=\"unknown\",status=\"404\"} 1.0\n"))
      #expect(metrics.text.contains("http_request_seconds_count{operation=\"getHealth\"} 1\n"))
    }
  }
}
