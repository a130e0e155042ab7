// SPDX-License-Identifier: Apache-2.0

extension ReferenceCase {
  static let statistics: [ReferenceCase] = []
}
