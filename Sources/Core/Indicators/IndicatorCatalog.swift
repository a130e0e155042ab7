// SPDX-License-Identifier: Apache-2.0

/// All indicators that strategy files can name.
public enum IndicatorCatalog {
  /// Every indicator, by family.
  public static let all: [IndicatorDefinition] =
    averages + momentum + trend + volatility + volume + statistics + prices + structure + patterns

  /// The indicators by name.
  public static let byName: [String: IndicatorDefinition] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) })
}
