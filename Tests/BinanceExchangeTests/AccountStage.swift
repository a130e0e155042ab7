// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Ports
import Synchronization
import Testing
import TradingModel

@testable import BinanceExchange
@testable import RiskRules
@testable import TestKit

let tradedPair = Pair("BTC/USDT")!
let orderID = ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: 12)

func limitOrder(_ purpose: OrderPurpose = .entry, price: String = "100", quantity: String = "0.5") -> ApprovedOrder {
  ApprovedOrder(
    terms: OrderTerms(
      pair: tradedPair, side: purpose == .entry ? .buy : .sell, kind: .limit(Price(Fixed(price)!)),
      quantity: Quantity(Fixed(quantity)!)),
    purpose: purpose)
}

/// An answer to an order, as the venue writes it.
func orderAnswer(
  status: String = "NEW", filled: String = "0", cost: String = "0", id: String = orderID.description,
  fills: String = "[]"
) -> String {
  """
  {"symbol":"BTCUSDT","orderId":28,"orderListId":-1,"clientOrderId":"\(id)","transactTime":1700000000123,\
  "price":"100","origQty":"0.5","executedQty":"\(filled)","origQuoteOrderQty":"0","cummulativeQuoteQty":"\(cost)",\
  "status":"\(status)","timeInForce":"GTC","type":"LIMIT","side":"BUY","fills":\(fills)}
  """
}

/// A report of an order, as the venue writes it.
func orderEvent(
  _ execution: String = "NEW", status: String = "NEW", symbol: String = "BTCUSDT", filled: String = "0",
  trade: String = "-1"
) -> String {
  """
  {"subscriptionId":0,"event":{"e":"executionReport","E":1700000000200,"s":"\(symbol)","c":"\(orderID)","S":"BUY",\
  "o":"LIMIT","f":"GTC","q":"0.5","p":"100","g":-1,"C":"","x":"\(execution)","X":"\(status)","r":"NONE","i":28,\
  "l":"\(filled)","z":"\(filled)","L":"100","n":"0.001","N":"BNB","T":1700000000190,"t":\(trade),"I":5,"w":true,\
  "m":true,"Z":"50","Y":"50"}}
  """
}

/// The venue's time as a test sets it.
final class TestClock: SigningClock {
  let time = Mutex(Instant(milliseconds: 1_700_000_000_000))
  let corrections = Mutex(0)

  func venueTime() -> Instant { time.withLock { $0 } }
  func resync() async { corrections.withLock { $0 += 1 } }
}

/// Keeps what an account tells, as short texts.
struct RecordingSink: AccountSink {
  let recorder = EventRecorder()

  func offer(_ event: AccountEvent) {
    let text =
      switch event {
      case .connected: "connected"
      case .disconnected(let reason): "disconnected \(reason)"
      case .order(let state, let fill):
        "order \(state.clientOrderID) \(state.pair) \(state.status) \(state.filled)"
          + (fill.map { " fill \($0.id.text) \($0.commission.amount) \($0.commission.asset) \($0.isMaker)" } ?? "")
      case .balances(let assets, _):
        "balances " + assets.map { "\($0.key) \($0.value.free)+\($0.value.locked)" }.sorted().joined(separator: ",")
      case .moved(let asset, let delta, _): "moved \(asset) \(delta)"
      }
    recorder.note(text)
  }
}

extension SendGate {
  static let open = SendGate { nil }
}

/// An account at a venue of our own, on a clock that stands still.
struct AccountStage {
  let venue: AccountVenue
  let account: BinanceAccount
  let clock: TestClock
  let manual: ManualTime
  let sink: RecordingSink
  let rest: BinanceREST

  enum Key: CaseIterable {
    case hmac
    case ed25519

    var credentials: Credentials {
      get throws {
        switch self {
        case .hmac: try Credentials(apiKey: AccountVenue.apiKey, secret: AccountVenue.secret)
        case .ed25519: try Credentials(apiKey: AccountVenue.apiKey, ed25519PEM: Ed25519Vector.pem())
        }
      }
    }
  }

  /// Exits wait no longer than entries: the clock is moved by hand, and most tests don't move it.
  private static var hurried: BinanceAccount.Options {
    var options = BinanceAccount.Options()
    options.exitPatience = options.placementPatience
    return options
  }

  /// - Parameter isConnected: whether the stream is kept up; without it everything goes over REST.
  static func run(
    _ key: Key = .hmac, isConnected: Bool = true, options: BinanceAccount.Options = hurried,
    prepare: (AccountVenue) -> Void = { _ in }, _ body: @escaping @Sendable (AccountStage) async throws -> Void
  ) async throws {
    let venue = AccountVenue()
    prepare(venue)
    try await venue.run { endpoints in
      let manual = ManualTime()
      let clock = TestClock()
      let rest = BinanceREST(endpoints, time: manual.time, wall: { Instant(milliseconds: 1_700_000_010_000) })
      let signer = Signer(try key.credentials, grant: LiveGrant(account: .default, reason: "a test"))
      let account = BinanceAccount(
        signer, rest: rest, clock: clock, options: options, log: silentLog, time: manual.time, random: { 0 })
      let stage = AccountStage(
        venue: venue, account: account, clock: clock, manual: manual, sink: RecordingSink(), rest: rest)
      try await withThrowingTaskGroup(of: Void.self) { group in
        if isConnected {
          group.addTask { await account.run(stage.sink) }
          await stage.sink.recorder.until("connected")
        }
        try await body(stage)
        group.cancelAll()
      }
    }
    #expect(venue.wrong == [])
  }

  /// The texts that the sink got.
  var seen: [String] { sink.recorder.seen }

  /// Lets the delay before the next connection go by.
  func reconnect(count: Int) async {
    await manual.untilSleeping { $0 == .milliseconds(500) }
    manual.advance(by: .milliseconds(500))
    await sink.recorder.until("connected", count: count)
  }
}
