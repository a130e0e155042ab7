// SPDX-License-Identifier: Apache-2.0

import BinanceWire
import Logging
import Synchronization
import TradingModel

/// Finds the pair that a symbol stands for: symbols can't be taken apart, so the venue is asked for all it has.
final class PairDirectory: Sendable {
  private struct State {
    var pairs: [String: Pair] = [:]
    var isLoaded = false
    /// Symbols that the venue uses and does not list.
    var unlisted: Set<String> = []
  }

  private let rest: BinanceREST
  private let log: Logger
  private let state = Mutex(State())

  /// - Parameter pairs: what the venue trades, where that is known already; it is not asked then until another symbol
  ///   comes.
  init(rest: BinanceREST, pairs: some Sequence<Pair>, log: Logger) {
    self.rest = rest
    self.log = log
    let known = Dictionary(pairs.map { ($0.symbol, $0) }) { first, _ in first }
    state.withLock { state in
      state.pairs = known
      state.isLoaded = !known.isEmpty
    }
  }

  /// What is known of a symbol.
  enum Finding: Equatable {
    case pair(Pair)
    /// The venue doesn't list it: no order of ours can be of it.
    case unlisted
    /// The venue has to be asked.
    case unknown
  }

  func find(_ symbol: String) -> Finding {
    state.withLock { state in
      if let pair = state.pairs[symbol] { return .pair(pair) }
      return state.unlisted.contains(symbol) ? .unlisted : .unknown
    }
  }

  /// A pair that is traded here.
  func insert(_ pair: Pair) {
    state.withLock { $0.pairs[pair.symbol] = pair }
  }

  /// Asks the venue where it has not been asked yet, or where one of the symbols is not known.
  func load(for symbols: some Sequence<String> & Sendable = []) async throws(VenueRequestError) {
    let missing = symbols.filter { find($0) == .unknown }
    guard !missing.isEmpty || !state.withLock({ $0.isLoaded }) else { return }
    let info = try await rest.exchangeInfo()
    let unlisted = state.withLock { state in
      for instrument in info.instruments { state.pairs[instrument.pair.symbol] = instrument.pair }
      state.isLoaded = true
      let unlisted = missing.filter { state.pairs[$0] == nil }
      state.unlisted.formUnion(unlisted)
      return unlisted
    }
    for symbol in unlisted {
      log.warning("the account has to do with a symbol that the venue doesn't list", metadata: ["symbol": "\(symbol)"])
    }
  }
}
