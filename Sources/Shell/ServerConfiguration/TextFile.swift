// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Why a file could not be read.
struct FileError: Error, Hashable {
  /// What the system says, in words.
  let reason: String
}

/// A small text file.
enum TextFile {
  /// How many bytes a file of a configuration may have.
  static let bytesMax = 1 << 20

  /// The text of a file; the path may be relative to the working directory.
  static func read(_ path: String) throws(FileError) -> String {
    let handle: FileHandle
    do {
      handle = try FileHandle(forReadingFrom: URL(filePath: path))
    } catch {
      throw FileError(reason: "the file can't be opened (\(reason(of: error)))")
    }
    defer { try? handle.close() }
    let data: Data
    do {
      data = try handle.read(upToCount: bytesMax + 1) ?? Data()
    } catch {
      throw FileError(reason: "the file can't be read (\(reason(of: error)))")
    }
    guard data.count <= bytesMax else { throw FileError(reason: "the file is larger than \(bytesMax) bytes") }
    guard let text = String(validating: data, as: UTF8.self) else { throw FileError(reason: "the file is not UTF-8") }
    return text
  }

  /// Whether there is anything at a path.
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// The system's words for an error.
  static func reason(of error: any Error) -> String {
    var error = error as NSError
    while let cause = error.userInfo[NSUnderlyingErrorKey] as? NSError { error = cause }
    guard error.domain == NSPOSIXErrorDomain else {
      return error.code == CocoaError.fileReadNoSuchFile.rawValue ? "no such file" : "error \(error.code)"
    }
    return String(cString: strerror(Int32(error.code)))
  }
}
