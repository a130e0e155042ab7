// SPDX-License-Identifier: Apache-2.0
import Foundation
import Testing

/// The manifest enforces the architecture while SwiftPM reads it; these tests hold the enforcement to it.
@Suite struct `The manifest is the architecture` {
  private static let manifest = Repository.text(of: "Package.swift")

  /// Has SwiftPM read a manifest that lies alone in a folder of its own.
  private func describe(_ manifest: String) throws -> Command.Outcome {
    let folder = FileManager.default.temporaryDirectory.appending(path: "botyard-manifest-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try manifest.write(to: folder.appending(path: "Package.swift"), atomically: true, encoding: .utf8)
    return try Command.run("swift", "package", "--package-path", folder.path, "dump-package")
  }

  @Test(arguments: [
    (
      "map.core(\"Planted\", uses: \"Ports\")",
      "Core target Planted uses Ports, which is not a core target written above"
    ),
    ("map.core(\"Planted\", uses: \"Later\")", "Core target Planted uses Later"),
    ("map.core(\"Planted\", packages: .nio)", "neither Collections nor RealModule"),
    ("map.shell(\"Planted\", uses: \"Later\")", "Target Planted uses Later, which is not written above it"),
    ("map.core(\"TradingModel\")", "Target TradingModel is written twice"),
  ])
  func `refuses a planted target`(declaration: String, sentence: String) throws {
    let marker = "\nlet package = map.package("
    let isMarked = Self.manifest.contains(marker)
    #expect(isMarked)
    let planted = Self.manifest.replacing(marker, with: "\n\(declaration)\n\(marker)")
    let outcome = try describe(planted)
    #expect(outcome.status != 0)
    let isNamed = outcome.output.contains(sentence)
    #expect(isNamed, "\(outcome.output)")
  }

  @Test func `declares full targets, strict settings and exact versions`() throws {
    let outcome = try describe(Self.manifest)
    try #require(outcome.status == 0, "\(outcome.output)")
    let start = try #require(outcome.output.firstIndex(of: "{"))
    let package = try JSONDecoder().decode(DumpedPackage.self, from: Data(outcome.output[start...].utf8))
    #expect(package.targets.count > 1)
    // A library of the system is a module map and a header.
    for target in package.targets where target.type != "system" {
      let path = try #require(target.path, "\(target.name) has a path")
      let sources = Repository.swiftSources(below: path)
      #expect(!sources.isEmpty, "\(target.name) has no Swift file below \(path)")
      #expect(target.isStrict, "\(target.name) treats warnings as errors")
    }
    for dependency in package.dependencies.compactMap(\.sourceControl).joined() {
      #expect(dependency.requirement.exact?.count == 1, "\(dependency.identity) is pinned with `exact:`")
    }
    #expect(package.swiftLanguageVersions == ["6"])
    let paths = Set(package.targets.compactMap(\.path))
    for source in Repository.swiftSources where source.path.contains("/") {
      #expect(paths.contains { source.path.hasPrefix($0 + "/") }, "\(source.path) belongs to no target")
    }
  }
}

/// What `swift package dump-package` prints, as far as the tests look at it.
private struct DumpedPackage: Decodable {
  struct Target: Decodable {
    struct Setting: Decodable {
      struct Kind: Decodable {
        struct Warnings: Decodable { let _0: String }
        let treatAllWarnings: Warnings?
      }
      let kind: Kind
    }
    let name: String
    let type: String
    let path: String?
    let settings: [Setting]
    var isStrict: Bool { settings.contains { $0.kind.treatAllWarnings?._0 == "error" } }
  }
  struct Dependency: Decodable {
    struct SourceControl: Decodable {
      struct Requirement: Decodable { let exact: [String]? }
      let identity: String
      let requirement: Requirement
    }
    let sourceControl: [SourceControl]?
  }
  let targets: [Target]
  let dependencies: [Dependency]
  let swiftLanguageVersions: [String]?
}
