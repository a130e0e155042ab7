// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Where faults are read: what stands around them, and what there is to be named.
struct FaultScope {
  /// `fault 3`, or empty for one that stands alone.
  let place: String
  let topics: StreamTopics

  func field(_ path: String) -> String {
    path.isEmpty ? place : place.isEmpty ? path : "\(place), \(path)"
  }
}

/// The members of an object, read key by key.
struct FaultFields {
  let scope: FaultScope
  private let path: String
  private let node: Node
  private let members: [Node.Member]

  /// The parameters of a fault: an object, or `true` where none is given.
  init(parametersOf member: Node.Member, in scope: FaultScope, known: [String]) throws(FaultProblem) {
    self.scope = scope
    path = member.key
    node = member.value
    if node.bool == true {
      members = []
    } else {
      members = try Self.members(of: node, at: path, in: scope, known: known)
    }
  }

  /// Some members of an object that has others as well.
  init(_ members: [Node.Member], of node: Node, in scope: FaultScope) {
    self.scope = scope
    path = ""
    self.node = node
    self.members = members
  }

  private static func members(
    of node: Node, at path: String, in scope: FaultScope, known: [String]
  ) throws(FaultProblem) -> [Node.Member] {
    guard case .object(let members) = node.content else {
      let form = known.isEmpty ? "true" : "true, or an object with \(known.joined(separator: ", "))"
      throw FaultProblem(
        position: node.position, field: scope.field(path), sentence: "\(shown(node)) is not taken; give \(form)")
    }
    for member in members where !known.contains(member.key) {
      let advice = known.isEmpty ? "it takes no parameters, write true" : "known are \(known.joined(separator: ", "))"
      throw FaultProblem(
        position: member.keyPosition ?? member.value.position, field: scope.field("\(path).\(member.key)"),
        sentence: "there is no such key; \(advice)")
    }
    return members
  }

  subscript(_ key: String) -> Node? { members.first { $0.key == key }?.value }

  /// That the value of a key is not what it should be.
  func problem(_ key: String, give expectation: String) -> FaultProblem {
    let value = self[key]
    let sentence =
      value.map { "\(Self.shown($0)) is not taken; give \(expectation)" } ?? "is missing; give \(expectation)"
    return FaultProblem(
      position: value?.position ?? node.position, field: scope.field(path.isEmpty ? key : "\(path).\(key)"),
      sentence: sentence)
  }

  /// That the fault as a whole can't be so.
  func problem(_ sentence: String) -> FaultProblem {
    FaultProblem(position: node.position, field: scope.field(path), sentence: sentence)
  }

  private static func shown(_ node: Node) -> String {
    let text = node.json()
    return text.count > 60 ? text.prefix(57) + "..." : text
  }
}

// MARK: Kinds of values

extension FaultFields {
  /// A whole number; nil where none is given.
  func whole(_ key: String, in range: ClosedRange<Int64>) throws(FaultProblem) -> Int64? {
    guard let node = self[key] else { return nil }
    guard let value = node.int64, range.contains(value) else {
      throw problem(key, give: "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A length of time in milliseconds; nil where none is given.
  func duration(_ key: String, in range: ClosedRange<Int64>) throws(FaultProblem) -> Int64? {
    guard let node = self[key] else { return nil }
    guard let value = node.string.flatMap({ FaultDuration($0) })?.milliseconds, range.contains(value) else {
      let (least, most) = (FaultDuration(milliseconds: range.lowerBound), FaultDuration(milliseconds: range.upperBound))
      throw problem(key, give: "a duration such as 500ms, 90s, 5m, 2h or 1d, from \(least.text) to \(most.text)")
    }
    return value
  }

  /// True or false; nil where none is given.
  func flag(_ key: String) throws(FaultProblem) -> Bool? {
    guard let node = self[key] else { return nil }
    guard let value = node.bool else { throw problem(key, give: "true or false") }
    return value
  }

  /// What part of all is meant; all of it where none is given.
  func share(_ key: String = "share") throws(FaultProblem) -> Fixed {
    guard let node = self[key] else { return .one }
    guard let value = (node.number?.text ?? node.string).flatMap({ Fixed($0) }), value.isPositive, value <= .one else {
      throw problem(key, give: "a decimal above 0 and at most 1")
    }
    return value
  }

  /// One text, or several; nil where none is given.
  func texts(_ key: String, give expectation: String) throws(FaultProblem) -> [String]? {
    guard let node = self[key] else { return nil }
    let texts = node.string.map { [$0] } ?? node.array?.compactMap(\.string) ?? []
    guard !texts.isEmpty, texts.count == node.array?.count ?? 1, !texts.contains("") else {
      throw problem(key, give: expectation)
    }
    return texts
  }

  /// Patterns of streams' names; all where none is given.
  func streams(_ key: String = "streams") throws(FaultProblem) -> NamePatterns {
    let expectation = "streams by name or pattern, such as btcusdt@kline_1m or *@trade"
    guard let texts = try texts(key, give: expectation) else { return .all }
    for text in texts where !scope.topics.couldMatch(text) {
      throw problem(key, give: expectation + "; there is no stream \"\(text)\" here")
    }
    return NamePatterns(texts: texts)
  }

  /// Patterns of the paths below `/api/v3/`; all where none is given.
  func paths(_ key: String = "paths") throws(FaultProblem) -> NamePatterns {
    let expectation = "paths below /api/v3/ by name or pattern, such as klines, ticker/* or POST order"
    guard let texts = try texts(key, give: expectation) else { return .all }
    let own = Set(PrivateOperation.allCases.flatMap(\.faultNames))
    for text in texts where !text.contains("*") && MarketRoutes.Route(rawValue: text) == nil && !own.contains(text) {
      throw problem(key, give: expectation + "; there is no path \"\(text)\" here")
    }
    return NamePatterns(texts: texts)
  }
}

extension StreamTopics {
  /// Whether a pattern could name a stream: without a star it does, with one a symbol that is written out is known.
  func couldMatch(_ pattern: String) -> Bool {
    guard pattern.contains("*") else { return topic(pattern) != nil }
    guard !pattern.hasPrefix("!"), let at = pattern.firstIndex(of: "@") else { return true }
    let symbol = pattern[..<at]
    return symbol.contains("*") || topic("\(symbol)@trade") != nil
  }
}
