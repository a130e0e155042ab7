// SPDX-License-Identifier: Apache-2.0

public import MarketData
public import WebSockets

/// The venues that the adapter knows, by the names that configuration uses.
public enum Venue: String, Hashable, Sendable, CaseIterable {
  /// Binance, for real.
  case binance
  /// Binance's spot test network.
  case binanceTestnet = "binance-testnet"
  /// Binance.US; market data only.
  case binanceUS = "binance-us"
  /// `botsim`, the simulator.
  case sim

  /// Which candles it has: all, but for Binance.US, which took those of a second away in 2023.
  public var timeframes: Set<Timeframe> {
    let all = Set(Timeframe.allCases)
    return self == .binanceUS ? all.subtracting([.oneSecond]) : all
  }
}

/// Where a venue is reached.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-api-information
public struct VenueEndpoints: Hashable, Sendable {
  /// Which venue it is.
  public let venue: Venue
  /// Scheme, host and port of REST, without a path: `https://api.binance.com`.
  public let rest: String
  /// The address of the market streams, without `/ws` or `/stream`.
  public let streams: WebSocketURL
  /// The address of the WebSocket API.
  public let webSocketAPI: WebSocketURL

  /// The endpoints of a venue; an address that is given takes the place of the venue's own.
  ///
  /// - Parameters:
  ///   - restURL: `http://host:port` or `https://…`.
  ///   - streamURL: `ws://host:port` or `wss://…`.
  ///   - webSocketAPIURL: `ws://host:port/ws-api/v3` or `wss://…`.
  public init(
    of venue: Venue, restURL: String? = nil, streamURL: String? = nil, webSocketAPIURL: String? = nil
  ) throws(EndpointError) {
    self.venue = venue
    let defaults = Self.defaults(of: venue)
    rest = try Self.restAddress(restURL ?? defaults.rest)
    let streams = streamURL ?? defaults.streams
    guard let address = WebSocketURL(streams) else { throw EndpointError(kind: .streams, text: streams) }
    self.streams = address
    let webSocketAPI = webSocketAPIURL ?? defaults.webSocketAPI
    guard let address = WebSocketURL(webSocketAPI) else { throw EndpointError(kind: .webSocketAPI, text: webSocketAPI) }
    self.webSocketAPI = address
  }

  /// The address for combined streams.
  var combinedStreams: WebSocketURL {
    streams.with(target: (streams.target == "/" ? "" : streams.target) + "/stream")
  }

  private static func restAddress(_ given: String) throws(EndpointError) -> String {
    var text = given
    while text.hasSuffix("/") { text.removeLast() }
    // An HTTP address is parsed by the rules of its WebSocket twin.
    let twin =
      text.hasPrefix("https://") ? "wss" + text.dropFirst(5) : text.hasPrefix("http://") ? "ws" + text.dropFirst(4) : ""
    guard let address = WebSocketURL(twin), !address.target.contains("?") else {
      throw EndpointError(kind: .rest, text: given)
    }
    return text
  }

  private static func defaults(of venue: Venue) -> (rest: String, streams: String, webSocketAPI: String) {
    switch venue {
    case .binance:
      ("https://api.binance.com", "wss://stream.binance.com:9443", "wss://ws-api.binance.com:443/ws-api/v3")
    case .binanceTestnet:
      (
        "https://testnet.binance.vision", "wss://stream.testnet.binance.vision",
        "wss://ws-api.testnet.binance.vision/ws-api/v3"
      )
    case .binanceUS:
      ("https://api.binance.us", "wss://stream.binance.us:9443", "wss://ws-api.binance.us:443/ws-api/v3")
    case .sim:
      ("http://127.0.0.1:9080", "ws://127.0.0.1:9080", "ws://127.0.0.1:9080/ws-api/v3")
    }
  }
}

/// An address that is none.
public struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What the address is for.
  public enum Kind: String, Hashable, Sendable {
    /// REST.
    case rest = "REST"
    /// Market streams.
    case streams = "streams"
    /// The WebSocket API.
    case webSocketAPI = "the WebSocket API"
  }

  /// What the address is for.
  public let kind: Kind
  /// What was given.
  public let text: String

  public var description: String {
    switch kind {
    case .rest: "'\(text)' is no address for REST; it looks like http://127.0.0.1:9080"
    case .streams: "'\(text)' is no address for streams; it looks like ws://127.0.0.1:9080"
    case .webSocketAPI: "'\(text)' is no address for the WebSocket API; it looks like ws://127.0.0.1:9080/ws-api/v3"
    }
  }
}
