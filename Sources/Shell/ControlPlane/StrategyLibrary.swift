// SPDX-License-Identifier: Apache-2.0

public import ControlAPI
public import StrategyKit
import Synchronization

/// Every strategy that bots can have: those that come with the program, and those of files as they were loaded last.
public final class StrategyLibrary: Sendable {
  /// What is read of strategy files.
  public struct Files: Sendable {
    /// Reads all of them: the strategies, and what is wrong.
    public let load: @Sendable () -> (strategies: [StrategyDefinition], faults: [StrategyFaultView])
    /// Looks at a text.
    public let check: @Sendable (String) -> StrategyCheckView

    /// What is read of strategy files.
    public init(
      load: @escaping @Sendable () -> (strategies: [StrategyDefinition], faults: [StrategyFaultView]),
      check: @escaping @Sendable (String) -> StrategyCheckView
    ) {
      self.load = load
      self.check = check
    }

    /// There are none.
    public static let none = Files(
      load: { ([], []) },
      check: { _ in
        let message = "this server reads no strategy files"
        return StrategyCheckView(
          strategy: nil, warmUp: nil,
          faults: [StrategyFaultView(position: nil, field: "", value: "", message: message)])
      })
  }

  private let assemble: @Sendable ([StrategyDefinition]) -> [StrategyDefinition]
  private let state: Mutex<(files: [StrategyDefinition], all: [StrategyDefinition])>
  /// What is read of strategy files.
  let files: Files

  /// A library of strategies and files.
  ///
  /// - Parameters:
  ///   - files: what is read of strategy files; nothing is until ``take(_:)``.
  ///   - assemble: all strategies there are where the files hold these.
  public init(files: Files = .none, assemble: @escaping @Sendable ([StrategyDefinition]) -> [StrategyDefinition]) {
    self.files = files
    self.assemble = assemble
    state = Mutex(([], assemble([])))
  }

  /// Every strategy.
  public var all: [StrategyDefinition] { state.withLock { $0.all } }

  /// The strategies of files.
  var ofFiles: [StrategyDefinition] { state.withLock { $0.files } }

  /// The strategy of a name, or nil.
  public func strategy(named name: String) -> StrategyDefinition? { all.first { $0.name == name } }

  /// Takes the strategies of files, instead of those there were.
  public func take(_ strategies: [StrategyDefinition]) {
    let all = assemble(strategies)
    state.withLock { $0 = (strategies, all) }
  }

  /// All strategies there would be.
  func all(with strategies: [StrategyDefinition]) -> [StrategyDefinition] { assemble(strategies) }
}
