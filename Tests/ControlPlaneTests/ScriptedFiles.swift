// SPDX-License-Identifier: Apache-2.0

import ControlAPI
import StrategyKit
import Synchronization

@testable import ControlPlane

/// Strategy files that a test writes.
final class ScriptedFiles: Sendable {
  private let content = Mutex<(strategies: [StrategyDefinition], faults: [StrategyFaultView])>(([], []))

  func set(_ strategies: [StrategyDefinition], _ faults: [StrategyFaultView] = []) {
    content.withLock { $0 = (strategies, faults) }
  }

  var reader: StrategyLibrary.Files {
    StrategyLibrary.Files(
      load: { self.content.withLock { $0 } },
      check: { _ in StrategyCheckView(strategy: nil, warmUp: nil) })
  }
}
