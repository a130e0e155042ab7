// SPDX-License-Identifier: Apache-2.0

public import AsyncHTTPClient
import BinanceWire
import Logging
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
public import Ports
import WebSockets

/// Asks a venue over REST, within its request budget.
///
/// One per venue and address, for all who ask: the budget is the address's.
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
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }()

  let endpoints: VenueEndpoints
  private let client: HTTPClient
  private let gate: RequestGate

  /// A client of a venue, with the whole budget.
  ///
  /// - Parameters:
  ///   - client: shut down by whoever made it; one that lives as long as the process, unless given.
  ///   - time: on which is waited for the budget.
  public init(_ endpoints: VenueEndpoints, client: HTTPClient? = nil, time: MonotonicTime = .system) {
    self.endpoints = endpoints
    self.client = client ?? Self.sharedClient
    gate = RequestGate(time: time)
  }

  /// Asks for a path.
  ///
  /// - Parameters:
  ///   - query: names and values that need no escaping.
  ///   - weight: what the venue charges for it.
  func get(
    _ path: String, _ query: [(name: String, value: String)] = [], weight: Int
  ) async throws(VenueRequestError) -> ByteBuffer {
    let parameters = query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    let request = HTTPClientRequest(url: endpoints.rest + path + (parameters.isEmpty ? "" : "?" + parameters))
    // What costs nothing doesn't wait behind what does.
    guard weight > 0 else { return try await send(request).get() }
    do {
      try await gate.enter(weight: weight)
    } catch {
      throw .unreachable("cancelled")
    }
    let result = await send(request)
    await gate.leave()
    return try result.get()
  }

  /// The venue said how much weight it allows in a minute.
  func allow(weightPerMinute: Int) async {
    await gate.allow(weightPerMinute: weightPerMinute)
  }

  private func send(_ request: HTTPClientRequest) async -> Result<ByteBuffer, VenueRequestError> {
    do {
      let response = try await client.execute(request, timeout: TimeAmount(Self.timeout))
      if let used = response.headers.first(name: "X-MBX-USED-WEIGHT-1M").flatMap({ Int($0) }) {
        await gate.venueReported(used: used)
      }
      let body = try await response.body.collect(upTo: Self.answerBytesMax)
      guard response.status != .ok else { return .success(body) }
      return .failure(await failure(response, body))
    } catch {
      return .failure(.unreachable(ConnectionFailure.sentence(error)))
    }
  }

  private func failure(_ response: HTTPClientResponse, _ body: ByteBuffer) async -> VenueRequestError {
    let status = Int(response.status.code)
    if status == 429 || status == 418 {
      let seconds = response.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 60
      // Three days are the longest ban.
      let duration = Duration.seconds(min(max(seconds, 1), 3 * 86_400))
      await gate.block(for: duration)
      return .rateLimited(retryAfter: duration)
    }
    let refusal = RestAnswers.error(body.readableBytesSpan)
    guard status < 500 else { return .unreachable("HTTP status \(status)\(refusal.map { ", \($0)" } ?? "")") }
    return .refused(refusal ?? VenueErrorBody(code: 0, message: response.status.reasonPhrase), status: status)
  }
}
