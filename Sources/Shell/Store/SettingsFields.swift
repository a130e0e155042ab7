// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// Reads the fields of an object of stored settings; what is missing or of another kind is a fault with its name.
struct SettingsFields {
  private let node: Node

  init(_ node: Node) { self.node = node }

  var members: [Node.Member] { node.object ?? [] }

  func text(_ name: String) throws(SettingsFault) -> String {
    guard let text = node[name]?.string else { throw fault(name) }
    return text
  }

  func value<Value>(_ name: String, _ read: (String) -> Value?) throws(SettingsFault) -> Value {
    guard let value = read(try text(name)) else { throw fault(name) }
    return value
  }

  func decimal(_ name: String) throws(SettingsFault) -> Fixed { try value(name, Fixed.init(stored:)) }

  func optionalDecimal(_ name: String) throws(SettingsFault) -> Fixed? {
    try isNull(name) ? nil : try decimal(name)
  }

  /// A decimal that documents of earlier versions don't have.
  func laterDecimal(_ name: String) throws(SettingsFault) -> Fixed? {
    node[name] == nil ? nil : try optionalDecimal(name)
  }

  func integer(_ name: String) throws(SettingsFault) -> Int {
    guard let number = node[name]?.int64 else { throw fault(name) }
    return Int(number)
  }

  func optionalInteger(_ name: String) throws(SettingsFault) -> Int? {
    try isNull(name) ? nil : try integer(name)
  }

  func flag(_ name: String) throws(SettingsFault) -> Bool {
    guard let flag = node[name]?.bool else { throw fault(name) }
    return flag
  }

  func array(_ name: String) throws(SettingsFault) -> [Node] {
    guard let array = node[name]?.array else { throw fault(name) }
    return array
  }

  func pairs(_ name: String) throws(SettingsFault) -> [Pair] {
    var pairs: [Pair] = []
    for element in try array(name) {
      guard let pair = element.string.flatMap({ Pair($0) }) else { throw fault(name) }
      pairs.append(pair)
    }
    return pairs
  }

  func object(_ name: String) throws(SettingsFault) -> SettingsFields {
    guard let value = node[name], value.object != nil else { throw fault(name) }
    return SettingsFields(value)
  }

  func optionalObject(_ name: String) throws(SettingsFault) -> SettingsFields? {
    try isNull(name) ? nil : try object(name)
  }

  private func isNull(_ name: String) throws(SettingsFault) -> Bool {
    guard let value = node[name] else { throw fault(name) }
    return value.isNull
  }

  private func fault(_ name: String) -> SettingsFault {
    SettingsFault("field \(name) of its settings is \(node[name].map { $0.json() } ?? "missing")")
  }
}
