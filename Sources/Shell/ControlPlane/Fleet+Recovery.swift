// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import Logging
import Ports
import Store
import TradingModel

// What goes wrong: a bot that can't be brought up backs off, and what can't be written halts trading until it can.

extension Fleet {
  /// How long is waited before it is tried again whether the database can be written.
  private static let probeInterval = Duration.seconds(1)

  /// The bot can't be brought up as it is.
  func fail(_ number: BotNumber, _ message: String) {
    board.update(number) { entry in
      entry.stage = .failed
      entry.set(.strategy, isHealthy: false, reason: "Unknown", message: message, at: clock.now())
    }
  }

  /// Waits longer with each failure, and tries again.
  func backOff(_ number: BotNumber, _ message: String) {
    board.update(number) { $0.fail(.storage, reason: "NotReadable", message: message, at: clock.now()) }
    guard let entry = board.entry(number) else { return }
    logger.error("bot \(number.value) can't be brought up, attempt \(entry.failuresInRow): \(message)")
    signal(.retry(number, after: entry.retryDelay))
  }

  func retry(_ number: BotNumber, after delay: Duration) async {
    do { try await time.sleep(delay) } catch { return }
    signal(.converge(number))
  }

  /// Waits until what must be written can be, then brings the bots up again from what is on disk.
  func recover(_ bots: [BotNumber], from error: JournalError) async {
    logger.error("trading halts for \(bots.count) bots: \(error.sentence)")
    repeat {
      do { try await time.sleep(Self.probeInterval) } catch { return }
    } while await store.probe() != .writable
    logger.notice("the database can be written again; \(bots.count) bots go on")
    for bot in bots { signal(.converge(bot)) }
  }

  /// Keeps and tells that a bot's phase is another one than was told last.
  func tellPhase(of number: BotNumber) async {
    guard let entry = board.entry(number), entry.phase != entry.toldPhase else { return }
    let name = entry.record.settings.name
    let event = ControlEvent(type: .botPhase, bot: name, time: clock.now(), data: entry.view.node)
    do {
      try await store.write(
        ControlBatch(notices: [notice(entry.phase.level, entry.phaseSentence, of: entry.record)], events: [event]))
      board.update(number) { $0.toldPhase = entry.phase }
    } catch {
      logger.warning("the phase of bot \(name) could not be told: \(error)")
    }
  }
}

extension BotEntry {
  /// The phase with what is wrong: `degraded: BTC/USDT 1m: no history`.
  fileprivate var phaseSentence: String {
    let faults = conditions.values.filter { !$0.isHealthy && $0.kind != .risk }.map(\.message).sorted()
    return faults.isEmpty ? phase.rawValue : "\(phase.rawValue): \(faults.joined(separator: "; "))"
  }
}

extension BotPhase {
  /// How serious it is to be in the phase.
  fileprivate var level: BotChange.Notice.Level {
    switch self {
    case .idle, .starting, .running, .stopping: .info
    case .degraded, .backoff: .warning
    case .failed: .error
    }
  }
}

extension JournalError {
  /// What is wrong, in words.
  var sentence: String {
    switch self {
    case .full: "the disk is full"
    case .unavailable(let text), .refused(_, let text): text
    }
  }
}
