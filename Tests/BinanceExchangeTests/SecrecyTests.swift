// SPDX-License-Identifier: Apache-2.0

import Logging
import Ports
import Synchronization
import Testing
import TradingModel

@testable import BinanceExchange
@testable import TestKit

/// Keeps every line that is logged, whole.
private final class LogTape: Sendable {
  let lines = Mutex<[String]>([])

  struct Handler: LogHandler {
    let tape: LogTape
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      tape.lines.withLock { $0.append("\(event.message) \(event.metadata ?? [:]) \(metadata)") }
    }
  }
}

@Suite(.timeLimit(.minutes(5))) struct SecrecyTests {
  /// Everything that could tell something: log, events, outcomes.
  @Test(arguments: AccountStage.Key.allCases)
  func `tells nothing of key, secret or signature, whatever goes wrong`(key: AccountStage.Key) async throws {
    let tape = LogTape()
    let venue = AccountVenue()
    let signed = key == .hmac ? "userDataStream.subscribe.signature" : "session.logon"
    venue.script(
      signed, .error(status: 401, code: -2015, "Invalid API-key, IP, or permissions for action."), .cut,
      .error(status: 400, code: -1022, "Signature for this request is not valid."), .result(#"{"subscriptionId":0}"#))
    venue.script("GET /api/v3/rateLimit/order", .error(status: 400, code: -1022, "Signature"))
    for name in ["order.place", "POST /api/v3/order"] {
      venue.script(name, .result("{}"), .error(status: 400, code: -1022, "Signature"), .cut)
    }
    var told: [String] = []
    try await venue.run { endpoints in
      let manual = ManualTime()
      let rest = BinanceREST(endpoints, time: manual.time, wall: { Instant(milliseconds: 1_700_000_010_000) })
      let signer = Signer(try key.credentials, grant: LiveGrant(account: .default, reason: "a test"))
      let account = BinanceAccount(
        signer, rest: rest, clock: TestClock(), log: Logger(label: "test") { _ in LogTape.Handler(tape: tape) },
        time: manual.time, random: { 0 })
      let sink = RecordingSink()
      let running = Task { await account.run(sink) }
      for count in 1...3 {
        await sink.recorder.until("disconnected", count: count)
        await manual.untilSleeping { $0 == .milliseconds(500) }
        if count == 1 {
          for number in 1...3 {
            let id = ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: Int64(number))
            told.append("\(await account.place(limitOrder(), as: id, gate: .open))")
          }
        }
        manual.advance(by: .milliseconds(500))
      }
      await sink.recorder.until("connected")
      for number in 4...6 {
        let id = ClientOrderID(epoch: 1, bot: BotNumber(7), sequence: Int64(number))
        told.append("\(await account.place(limitOrder(), as: id, gate: .open))")
        told.append("\(await account.cancel(id, of: tradedPair)) \(await account.order(id, of: tradedPair))")
      }
      do { _ = try await account.balances() } catch { told.append("\(error) \(String(reflecting: error))") }
      told.append(String(reflecting: account))
      dump(account, to: &told[told.count - 1])
      told += sink.recorder.seen
      running.cancel()
      await running.value
    }
    told += tape.lines.withLock { $0 }
    let signatures = venue.asked.compactMap { $0.parameters["signature"] }
    #expect(signatures.count > 5)
    #expect(tape.lines.withLock { $0.count } > 3)
    for text in told {
      for secret in [AccountVenue.apiKey, AccountVenue.secret, "PRIVATE KEY"] + signatures {
        #expect(!text.contains(secret), "\(text)")
      }
    }
  }
}
