// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
import BinanceWire
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
public import Ports
public import TradingModel
import WebSockets

/// Asks a venue over REST, within its request budget.
///
/// One per venue and address, for all who ask: the budget is the address's. Requests wait in lanes; see
/// ``RequestLane``. While the venue forbids requests (429, 418) none is sent in any lane.
public struct BinanceREST: Sendable {
  /// How long a request may take, the wait for the budget not counted.
  public static let timeout = Duration.seconds(10)
  /// How large an answer may be in bytes; the list of all instruments has about 10 MB.
  static let answerBytesMax = 64 * 1024 * 1024

  /// Fails at once where nobody listens, rather than try until the time is over: we have our own delays.
  private static let sharedClient: HTTPClient = {
    var configuration = HTTPClient.Configuration.singletonConfiguration
    configuration.connectionPool.retryConnectionEstablishment = false
    configuration.timeout.connect = .seconds(5)
    // What is signed for one address goes to no other, and no order goes twice.
    configuration.redirectConfiguration = .disallow
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  let endpoints: VenueEndpoints
  let client: HTTPClient
  let gate: RequestGate
  /// Counts attempts to open sockets to the venue.
  let connections: ConnectionGate

  /// A client of a venue, with the whole budget.
  ///
  /// - Parameters:
  ///   - client: shut down by whoever made it; one that lives as long as the process, unless given.
  ///   - time: on which is waited for the budget.
  ///   - wall: the machine's time of day: the budget goes by the venue's minutes.
  public init(
    _ endpoints: VenueEndpoints, client: HTTPClient? = nil, time: MonotonicTime = .system,
    wall: @escaping @Sendable () -> Instant = { WallClock.now() }
  ) {
    self.endpoints = endpoints
    self.client = client ?? Self.sharedClient
    gate = RequestGate(venue: endpoints.venue.rawValue, time: time, wall: wall)
    connections = ConnectionGate(venue: endpoints.venue.rawValue, time: time)
  }

  /// How the budget stands.
  public var budget: RequestFigures { gate.figures }

  /// Asks for a path.
  ///
  /// - Parameters:
  ///   - query: names and values that need no escaping.
  ///   - weight: what the venue charges for it; what costs nothing doesn't wait behind what does.
  ///   - lane: in which it waits.
  func get(
    _ path: String, _ query: [(name: String, value: String)] = [], weight: Int, lane: RequestLane
  ) async throws(VenueRequestError) -> ByteBuffer {
    let parameters = query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    let request = HTTPClientRequest(url: endpoints.rest + path + (parameters.isEmpty ? "" : "?" + parameters))
    guard weight > 0 else { return try await send(request).result.get() }
    let ticket: RequestBudget.Ticket
    do {
      ticket = try await gate.enter(lane, weight: weight)
    } catch {
      throw .unreachable("cancelled")
    }
    let (result, used) = await send(request)
    gate.leave(ticket, used: used)
    return try result.get()
  }

  /// The venue said how much weight it allows in a minute.
  func allow(weightPerMinute: Int) {
    gate.allow(weightPerMinute: weightPerMinute)
  }

  /// The venue's clock was read: by so much it is ahead of the machine's.
  func alignBudget(venueAhead: Duration) {
    gate.align(venueAhead: venueAhead)
  }

  /// Answers with the weight that the venue says was used, where it says so.
  private func send(
    _ request: HTTPClientRequest
  ) async -> (result: Result<ByteBuffer, VenueRequestError>, used: Int?) {
    var used: Int?
    do {
      let response = try await client.execute(request, timeout: TimeAmount(Self.timeout))
      used = response.headers.first(name: "X-MBX-USED-WEIGHT-1M").flatMap { Int($0) }
      let limited = limitedFor(response)
      let body = try await response.body.collect(upTo: Self.answerBytesMax)
      if let limited { return (.failure(.rateLimited(retryAfter: limited)), used) }
      guard response.status != .ok else { return (.success(body), used) }
      return (.failure(failure(response, body)), used)
    } catch {
      return (.failure(.unreachable(ConnectionFailure.sentence(error))), used)
    }
  }

  /// How long the venue forbids requests from now on, where it does; nothing is sent before.
  private func limitedFor(_ response: HTTPClientResponse) -> Duration? {
    let status = Int(response.status.code)
    guard let duration = Self.forbidden(status, retryAfter: response.headers.first(name: "Retry-After")) else {
      return nil
    }
    gate.block(for: duration, status: status)
    return duration
  }

  /// For how long an answer of this status forbids requests; nil where it doesn't.
  static func forbidden(_ status: Int, retryAfter: String?) -> Duration? {
    guard status == 429 || status == 418 else { return nil }
    // The shortest ban is two minutes, the longest three days.
    let usual = status == 418 ? 120 : 60
    return .seconds(min(max(retryAfter.flatMap { Int($0) } ?? usual, 1), 3 * 86_400))
  }

  private func failure(_ response: HTTPClientResponse, _ body: ByteBuffer) -> VenueRequestError {
    let status = Int(response.status.code)
    let refusal = RestAnswers.error(body.readableBytesSpan)
    guard status < 500 else { return .unreachable("HTTP status \(status)\(refusal.map { ", \($0)" } ?? "")") }
    return .refused(refusal ?? VenueErrorBody(code: 0, message: response.status.reasonPhrase), status: status)
  }
}
