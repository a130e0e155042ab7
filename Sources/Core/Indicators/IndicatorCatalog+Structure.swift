// SPDX-License-Identifier: Apache-2.0

extension IndicatorCatalog {
  static let structure: [IndicatorDefinition] = []
}
