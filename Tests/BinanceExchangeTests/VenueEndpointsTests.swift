// SPDX-License-Identifier: Apache-2.0

import Testing
import WebSockets

@testable import BinanceExchange

@Suite struct VenueEndpointsTests {
  @Test(arguments: Venue.allCases)
  func `knows where a venue is`(venue: Venue) throws {
    let endpoints = try VenueEndpoints(of: venue)
    #expect(endpoints.combinedStreams.target == "/stream")
    #expect(endpoints.webSocketAPI.target == "/ws-api/v3")
    #expect(endpoints.rest.hasPrefix(venue == .sim ? "http://127.0.0.1:9080" : "https://"))
  }

  @Test func `takes other addresses`() throws {
    let endpoints = try VenueEndpoints(
      of: .binance, restURL: "http://127.0.0.1:1234/", streamURL: "ws://[::1]:99/proxy",
      webSocketAPIURL: "ws://localhost:1/ws-api/v3")
    #expect(endpoints.rest == "http://127.0.0.1:1234")
    #expect(endpoints.combinedStreams.description == "ws://[::1]:99/proxy/stream")
  }

  @Test(arguments: ["", "127.0.0.1:1", "ws://127.0.0.1", "http://", "http://h:99999", "http://h/?a=1", "http://a b"])
  func `refuses what is no address for REST`(text: String) {
    #expect(throws: EndpointError(kind: .rest, text: text)) { try VenueEndpoints(of: .sim, restURL: text) }
  }

  @Test func `refuses what is no address for streams`() {
    #expect(throws: EndpointError(kind: .streams, text: "http://h")) {
      try VenueEndpoints(of: .sim, streamURL: "http://h")
    }
  }
}
