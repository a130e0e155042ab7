// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// `GET /api/v3/exchangeInfo`, read.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/rest-api/general-endpoints
struct ExchangeInfoRequest: Hashable, Sendable {
  /// Which pairs are asked for; nil for all.
  let pairs: [Pair]?
  /// Which status they must have.
  let status: SymbolStatusFilter
  let showsPermissionSets: Bool

  private static let permissionsRange = #"^\[("[A-Z_0-9]{1,}"(,"[A-Z_0-9]{1,}"){0,}){0,1}\]$"#

  init(_ parameters: RestParameters, symbols: SymbolBook) throws(RestRefusal) {
    try parameters.allow(["symbol", "symbols", "permissions", "showPermissionSets", "symbolStatus"])
    let selection = try symbols.selection(parameters)
    let permissions = try Self.permissions(parameters)
    status = try SymbolStatusFilter(parameters)
    showsPermissionSets = try parameters.flag("showPermissionSets") ?? true
    guard selection == .all || (permissions == nil && !status.isGiven) else { throw .badCombination }
    if let permissions, !permissions.contains("SPOT") {
      pairs = []
      return
    }
    switch selection {
    case .one(let pair): pairs = [pair]
    case .some(let several): pairs = several
    case .all: pairs = nil
    }
  }

  /// `SPOT`, or `["SPOT","MARGIN"]`.
  private static func permissions(_ parameters: RestParameters) throws(RestRefusal) -> [String]? {
    guard let text = try parameters.text("permissions") else { return nil }
    return text.hasPrefix("[") ? try parameters.list("permissions", range: permissionsRange) : [text]
  }
}
