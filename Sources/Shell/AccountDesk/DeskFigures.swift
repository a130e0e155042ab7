// SPDX-License-Identifier: Apache-2.0

import Metrics
import TradingModel

/// What is counted of an account.
struct DeskFigures: Sendable {
  private let accepted: Counter
  private let refused: Counter
  private let denied: Counter
  private let unknown: Counter
  private let looks: Counter

  init(account: AccountName) {
    func placements(_ outcome: String) -> Counter {
      Counter(
        label: "botyard_account_placements_total", dimensions: [("account", account.text), ("outcome", outcome)])
    }
    accepted = placements("accepted")
    refused = placements("refused")
    denied = placements("denied")
    unknown = placements("unknown")
    looks = Counter(label: "botyard_account_reconciliations_total", dimensions: [("account", account.text)])
  }

  func count(_ outcome: PlacementOutcome) {
    switch outcome {
    case .accepted: accepted.increment()
    case .refused: refused.increment()
    case .denied: denied.increment()
    case .unknown: unknown.increment()
    }
  }

  func reconciled() { looks.increment() }
}
