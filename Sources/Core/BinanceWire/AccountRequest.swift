// SPDX-License-Identifier: Apache-2.0

import Documents

/// A request about an account, for REST and for the WebSocket API: what is asked, before it is signed.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/trading-endpoints and its siblings.
public struct AccountRequest: Hashable, Sendable {
  /// The verb of HTTP.
  public enum Verb: String, Hashable, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"
  }

  /// The verb over REST.
  public let verb: Verb
  /// The path over REST, or nil for what only the WebSocket API has.
  public let path: String?
  /// The method over the WebSocket API, or nil for what only REST has.
  public let method: String?
  /// The parameters, without `timestamp`, `recvWindow`, `apiKey` and `signature`.
  public var parameters: RequestParameters
  /// What the venue charges for it at most; successful placements and cancels are free.
  public let weight: Int
  /// How many orders the venue counts for it.
  public let orders: Int

  /// A request of its parts.
  init(
    _ verb: Verb, _ path: String?, _ method: String?, weight: Int, orders: Int = 0,
    _ fill: (inout RequestParameters) -> Void = { _ in }
  ) {
    self.verb = verb
    self.path = path
    self.method = method
    self.weight = weight
    self.orders = orders
    parameters = RequestParameters()
    fill(&parameters)
  }

  /// Whether it may place orders.
  public var placesOrders: Bool { orders > 0 }

  /// The frame that asks it over the WebSocket API; nil for what only REST has.
  ///
  /// - Parameters:
  ///   - id: comes back with the answer.
  ///   - parameters: the request's with what signing added.
  public func frame(id: Int64, parameters: RequestParameters) -> [UInt8]? {
    guard let method else { return nil }
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("id")
    writer.number(id)
    writer.key("method")
    writer.string(method)
    writer.key("params")
    parameters.write(to: &writer)
    writer.endObject()
    return writer.bytes
  }
}
