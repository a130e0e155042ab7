// SPDX-License-Identifier: Apache-2.0

import HTTPServer
import Metrics
import Testing

@Suite struct `An access token` {
  @Test(arguments: ["", "with a space in it", "tab\tand-more-letters", "ünïcode-is-not-for-headers"])
  func `is refused where there is none or it could not be sent`(text: String) {
    #expect(AccessToken(text) == nil)
  }

  @Test func `matches itself only, and is never printed`() throws {
    let token = try #require(AccessToken("0123456789abcdef"))
    #expect(token.matches("0123456789abcdef"))
    for other in ["", "0123456789abcde", "0123456789abcdef0", "1123456789abcdef", "0123456789abcdeF"] {
      #expect(!token.matches(other))
    }
    #expect("\(token)" == "(secret)")
    #expect(String(reflecting: token) == "(secret)")
    var dumped = ""
    dump(token, to: &dumped)
    #expect(!dumped.contains("48"))
    #expect(!dumped.contains("0123"))
  }
}

@Suite struct `A listen address` {
  @Test(arguments: [
    ("127.0.0.1:8080", "127.0.0.1", 8080, true), ("localhost:0", "localhost", 0, true),
    ("[::1]:65535", "::1", 65535, true), ("0.0.0.0:80", "0.0.0.0", 80, false), ("[::]:80", "::", 80, false),
    ("127.evil.example:80", "127.evil.example", 80, false), ("example.com:443", "example.com", 443, false),
  ])
  func `is read`(text: String, host: String, port: Int, isLoopback: Bool) throws {
    let address = try #require(ListenAddress(text))
    #expect(address == ListenAddress(host: host, port: port))
    #expect(address.isLoopback == isLoopback)
    #expect(address.description == text)
  }

  @Test(arguments: [
    "", "8080", ":8080", "127.0.0.1", "127.0.0.1:", "a:65536", "a:-1", "::1:80", "http://a:80", "a b:80", "[]:1",
  ])
  func `is refused`(text: String) {
    #expect(ListenAddress(text) == nil)
  }
}

@Suite struct `The metrics` {
  @Test func `are printed as Prometheus reads them`() {
    let registry = PrometheusRegistry()
    let counter = Counter(label: "orders.placed", dimensions: [("side", "bu\"y\n\\")], factory: registry)
    counter.increment(by: 2)
    counter.increment()
    Gauge(label: "9lives", factory: registry).record(7)
    Meter(label: "depth", factory: registry).decrement(by: 1.5)
    Timer(label: "commit", factory: registry).recordMilliseconds(3)
    let lines = registry.text.split(separator: "\n").map(String.init)
    #expect(lines.contains("# TYPE orders_placed_total counter"))
    #expect(lines.contains(#"orders_placed_total{side="bu\"y\n\\"} 3.0"#))
    #expect(lines.contains("_9lives 7.0") || lines.contains("_lives 7.0"))
    #expect(lines.contains("depth -1.5"))
    #expect(lines.contains("# TYPE commit_seconds histogram"))
    #expect(lines.contains(#"commit_seconds_bucket{le="0.001"} 0"#))
    #expect(lines.contains(#"commit_seconds_bucket{le="0.005"} 1"#))
    #expect(lines.contains(#"commit_seconds_bucket{le="+Inf"} 1"#))
    #expect(lines.contains("commit_seconds_sum 0.003"))
    #expect(lines.contains("commit_seconds_count 1"))
  }

  @Test func `are bounded, and say what they refused`() {
    let registry = PrometheusRegistry(seriesLimit: 2)
    for number in 1...5 {
      Counter(label: "hits", dimensions: [("n", String(number))], factory: registry).increment()
    }
    #expect(registry.text.contains("hits_total{n=\"2\"} 1.0"))
    #expect(!registry.text.contains("n=\"3\""))
    #expect(registry.text.contains("metrics_refused_series_total 3\n"))
  }

  @Test func `keep a name to one kind`() {
    let registry = PrometheusRegistry()
    Gauge(label: "x_total", factory: registry).record(1)
    Counter(label: "x", factory: registry).increment(by: 5)
    #expect(registry.text.contains("x_total 1.0\n"))
    #expect(registry.text.contains("metrics_refused_series_total 1\n"))
  }
}
