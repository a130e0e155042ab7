// SPDX-License-Identifier: Apache-2.0

import AsyncHTTPClient
import BinanceWire
import Foundation
import NIOCore
import NIOFoundationCompat
import NIOHTTP1
import NIOPosix
import WebSockets

/// An answer about an account over REST, with what its headers say.
struct AccountRESTAnswer: Sendable {
  var reply: VenueReply
  /// The weight that the venue says was used, where it says so.
  var used: Int?
  /// How many orders were counted, where the venue says so.
  var orderCounts: [LimitUse] = []
  /// For how long too many orders forbid others.
  var ordersBlockedFor: Duration?
}

extension BinanceREST {
  /// Sends a signed request, once. Whoever asks has a ticket for it.
  ///
  /// All parameters stand in the query, whatever the verb: what is signed is what is sent.
  func send(_ verb: AccountRequest.Verb, _ path: String, query: String, apiKey: String) async -> AccountRESTAnswer {
    var request = HTTPClientRequest(url: "\(endpoints.rest)\(path)?\(query)")
    request.method = HTTPMethod(rawValue: verb.rawValue)
    request.headers.add(name: "X-MBX-APIKEY", value: apiKey)
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, timeout: TimeAmount(Self.timeout))
    } catch {
      let words = ConnectionFailure.sentence(error)
      return AccountRESTAnswer(reply: Self.neverLeft(error) ? .notSent(words) : .lost(words))
    }
    var answer = AccountRESTAnswer(reply: .lost("the answer broke off"))
    answer.used = response.headers.first(name: "X-MBX-USED-WEIGHT-1M").flatMap { Int($0) }
    answer.orderCounts = Self.orderCounts(response.headers)
    let status = Int(response.status.code)
    let body: ByteBuffer
    do {
      body = try await response.body.collect(upTo: Self.answerBytesMax)
    } catch {
      block(status, code: nil, response.headers, &answer)
      return answer
    }
    let error = status == 200 ? nil : RestAnswers.error(body.readableBytesSpan)
    block(status, code: error?.code, response.headers, &answer)
    answer.reply = .answered(VenueAnswer(status: status, error: error, body: body, place: .body))
    return answer
  }

  /// Whether a failure came before there was a connection: then nothing was sent.
  private static func neverLeft(_ error: any Error) -> Bool {
    switch error {
    case is NIOConnectionError: true
    // An address without a name fails with the system's own error; refused is only what had no connection yet.
    case let error as IOError: error.errnoCode == ECONNREFUSED
    case let error as HTTPClientError: error == .connectTimeout || error == .tlsHandshakeTimeout
    default: false
    }
  }

  /// Too much weight forbids every request; too many orders forbid only orders.
  private func block(_ status: Int, code: Int64?, _ headers: HTTPHeaders, _ answer: inout AccountRESTAnswer) {
    guard let duration = Self.forbidden(status, retryAfter: headers.first(name: "Retry-After")) else { return }
    if code == -1015 { answer.ordersBlockedFor = duration } else { gate.block(for: duration, status: status) }
  }

  /// Reads `X-MBX-ORDER-COUNT-10S` and its kin; they tell no limit.
  static func orderCounts(_ headers: HTTPHeaders) -> [LimitUse] {
    let prefix = "x-mbx-order-count-"
    let lengths: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400]
    return headers.compactMap { name, value in
      let name = name.lowercased()
      guard name.hasPrefix(prefix), let unit = name.last, let length = lengths[unit], let count = Int64(value),
        let number = Int64(name.dropFirst(prefix.count).dropLast()), (1...1000).contains(number)
      else { return nil }
      return LimitUse(kind: "ORDERS", seconds: length * number, limit: nil, count: count)
    }
  }
}
