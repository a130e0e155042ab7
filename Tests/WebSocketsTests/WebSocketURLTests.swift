// SPDX-License-Identifier: Apache-2.0

import Testing
import WebSockets

@Suite struct WebSocketURLTests {
  @Test(arguments: [
    ("ws://localhost", false, "localhost", 80, "/"),
    ("WSS://stream.example.com:9443/ws/a@trade?x=1", true, "stream.example.com", 9443, "/ws/a@trade?x=1"),
    ("wss://h?q=1", true, "h", 443, "/?q=1"),
    ("ws://[::1]:9080/s", false, "::1", 9080, "/s"),
    ("ws://127.0.0.1:1/", false, "127.0.0.1", 1, "/"),
  ])
  func `reads an address`(text: String, isSecure: Bool, host: String, port: Int, target: String) throws {
    let url = try #require(WebSocketURL(text))
    #expect(url.isSecure == isSecure)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.target == target)
  }

  @Test(arguments: [
    "", "http://h", "ws://", "ws://:80", "ws://h:", "ws://h:0", "ws://h:65536", "ws://h:+1", "ws://u@h", "ws://h/#f",
    "ws://h /", "ws://[::1", "ws://[h]", "ws://[::1]x", "ws://a[b", "ws://h/\u{e9}",
  ])
  func `refuses what isn't one`(text: String) {
    #expect(WebSocketURL(text) == nil)
  }

  @Test func `writes the port only where it isn't the scheme's own`() throws {
    #expect(try #require(WebSocketURL("wss://h:443/a")).description == "wss://h/a")
    #expect(try #require(WebSocketURL("ws://[::1]:443")).with(target: "/b?c").description == "ws://[::1]:443/b?c")
  }
}
