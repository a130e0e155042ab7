// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// `GET /api/v3/exchangeInfo`, read.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-endpoints
struct ExchangeInfoRequest: Hashable, Sendable {
  /// Which pairs are asked for; nil for all.
  let pairs: [Pair]?
  /// Which status they must have; nil for any.
  let status: String?
  let showsPermissionSets: Bool

  private static let permissionsRange = #"^\[("[A-Z_0-9]{1,}"(,"[A-Z_0-9]{1,}"){0,}){0,1}\]$"#

  init(_ parameters: RestParameters, symbols: [String: Pair]) throws(RestRefusal) {
    try parameters.allow(["symbol", "symbols", "permissions", "showPermissionSets", "symbolStatus"])
    let symbol = try parameters.text("symbol")
    let list = try parameters.list("symbols", range: RestParameters.symbolsRange)
    let permissions = try Self.permissions(parameters)
    status = try parameters.text("symbolStatus")
    showsPermissionSets = try parameters.flag("showPermissionSets") ?? true
    guard [symbol != nil, list != nil, permissions != nil].count(where: { $0 }) <= 1 else { throw .badCombination }
    if let status {
      guard ["TRADING", "HALT", "BREAK"].contains(status) else { throw .badSymbolStatus }
      guard symbol == nil, list == nil else { throw .badCombination }
    }
    if let permissions, !permissions.contains("SPOT") {
      pairs = []
      return
    }
    guard let asked = list ?? symbol.map({ [$0] }) else {
      pairs = nil
      return
    }
    var pairs: [Pair] = []
    for text in asked {
      guard let pair = symbols[text] else {
        guard RestParameters.isSymbolText(text) else {
          throw list == nil
            ? .illegalCharacters("symbol", RestParameters.symbolRange)
            : .illegalCharacters("symbols", RestParameters.symbolsRange)
        }
        throw .badSymbol
      }
      pairs.append(pair)
    }
    guard Set(pairs).count == pairs.count else { throw .duplicateSymbols }
    self.pairs = pairs
  }

  /// `SPOT`, or `["SPOT","MARGIN"]`.
  private static func permissions(_ parameters: RestParameters) throws(RestRefusal) -> [String]? {
    guard let text = try parameters.text("permissions") else { return nil }
    return text.hasPrefix("[") ? try parameters.list("permissions", range: permissionsRange) : [text]
  }
}
