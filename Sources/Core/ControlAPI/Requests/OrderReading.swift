// SPDX-License-Identifier: Apache-2.0

public import Documents
import TradingModel

extension EntryRequest {
  /// An entry of a request's body.
  ///
  /// - Throws: everything that is wrong with it.
  public init(_ node: Node, catalog: SettingsCatalog) throws(FieldErrors) {
    try OrderSchemas.entry.checked(node)
    self.init(
      pair: try catalog.pair(node["pair"]?.string ?? "", at: "pair"),
      stakeAmount: node["stake_amount"].flatMap { try? DecimalInput.value(of: $0) }.map { Money($0) },
      limitPrice: node["limit_price"].flatMap { try? DecimalInput.value(of: $0) }.map { Price($0) })
  }
}

extension ExitRequest {
  /// An exit of a request's body.
  ///
  /// - Throws: everything that is wrong with it.
  public init(_ node: Node, catalog: SettingsCatalog) throws(FieldErrors) {
    try OrderSchemas.exit.checked(node)
    let subject: Subject
    switch (node["trade_id"]?.int64, node["pair"]?.string) {
    case (let id?, nil): subject = .trade(TradeID(id))
    case (nil, let pair?): subject = .pair(try catalog.pair(pair, at: "pair"))
    case (nil, nil):
      throw FieldErrors([FieldError("trade_id", value: nil, "say what to sell: trade_id or pair")])
    case (_?, let pair?):
      throw FieldErrors([FieldError("pair", value: pair, "say either trade_id or pair, not both")])
    }
    self.init(subject, limitPrice: node["limit_price"].flatMap { try? DecimalInput.value(of: $0) }.map { Price($0) })
  }
}
