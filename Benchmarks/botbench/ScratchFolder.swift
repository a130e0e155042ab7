// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A folder for the length of a run; one that was given stays.
struct ScratchFolder {
  let path: String
  private let isThrownAway: Bool

  init(_ given: String?) throws {
    isThrownAway = given == nil
    path = given ?? FileManager.default.temporaryDirectory.appending(path: "botbench-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  func remove() {
    if isThrownAway { try? FileManager.default.removeItem(atPath: path) }
  }
}
