// SPDX-License-Identifier: Apache-2.0

public import Documents
public import TradingModel

/// What goes wrong at a simulated venue, and when.
public struct FaultPlan: Sendable {
  let faults: [PlannedFault]
  /// What it is chosen by which messages and requests are hit where not all are.
  let seed: UInt64

  /// Nothing goes wrong, but on demand.
  public static let none = FaultPlan(faults: [], seed: 1)

  init(faults: [PlannedFault], seed: UInt64) {
    self.faults = faults
    self.seed = seed
  }

  /// Reads a script, a list of faults with their schedules, for a market of these pairs.
  ///
  /// - Parameter seed: by which it is chosen what is hit where not everything is.
  /// - Throws: everything that is wrong, for each fault the first thing.
  public init(script: Node, pairs: [Pair], seed: UInt64) throws(FaultScriptError) {
    guard let nodes = script.array else {
      throw FaultScriptError(problems: [
        FaultProblem(
          position: script.position, field: "the script",
          sentence: "\(script.kindName) is not taken; give a list of faults")
      ])
    }
    let topics = StreamTopics(pairs)
    var faults: [PlannedFault] = []
    var problems: [FaultProblem] = []
    for (index, node) in nodes.enumerated() {
      do throws(FaultProblem) {
        faults.append(try PlannedFault(node, in: FaultScope(place: "fault \(index + 1)", topics: topics)))
      } catch {
        problems.append(error)
      }
    }
    guard problems.isEmpty else { throw FaultScriptError(problems: problems) }
    self.init(faults: faults, seed: seed)
  }
}
