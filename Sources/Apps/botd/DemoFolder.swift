// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation

/// The data folder of a demonstration.
struct DemoFolder {
  let path: String
  let isKept: Bool

  /// The folder that somebody wants kept, or one that is taken away at the end.
  init(keeping kept: String?) throws(ExitCode) {
    let manager = FileManager.default
    path = kept ?? manager.temporaryDirectory.appending(path: "botyard-demo-\(UUID().uuidString)").path
    isKept = kept != nil
    do {
      try manager.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw .refused(["\(path): the folder can't be made; name another with --keep, or in TMPDIR."])
    }
  }

  /// Takes the folder away unless it is to be kept.
  func leave() {
    if !isKept { try? FileManager.default.removeItem(atPath: path) }
  }
}
