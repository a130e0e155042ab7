// SPDX-License-Identifier: Apache-2.0

/// Orders named expressions so that each comes after those that it needs, and finds those that need themselves.
struct DefinitionOrder {
  /// The places of the definitions in order.
  private(set) var order: [Int] = []
  /// Cycles of places, each once.
  private(set) var cycles: [[Int]] = []

  private let needs: [[Int]]
  private var states: [State]
  private var path: [Int] = []

  private enum State { case unseen, open, done }

  init(_ definitions: [(name: String, syntax: Syntax?)]) {
    var places: [String: Int] = [:]
    for (place, definition) in definitions.enumerated() { places[definition.name] = place }
    needs = definitions.map { definition in
      Set(definition.syntax?.names ?? []).compactMap { places[$0] }.sorted()
    }
    states = Array(repeating: .unseen, count: definitions.count)
    for place in definitions.indices { visit(place) }
  }

  /// Goes as deep as there are definitions at most.
  private mutating func visit(_ place: Int) {
    switch states[place] {
    case .done: return
    case .open:
      if let start = path.firstIndex(of: place) { cycles.append(Array(path[start...])) }
    case .unseen:
      states[place] = .open
      path.append(place)
      for need in needs[place] { visit(need) }
      path.removeLast()
      states[place] = .done
      order.append(place)
    }
  }
}
