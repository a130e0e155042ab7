// SPDX-License-Identifier: Apache-2.0
import Testing

@Suite struct `What is public is explained` {
  private func source(_ text: String, path: String = "Sources/Core/Planted/Planted.swift") -> SwiftSource {
    SwiftSource(path: path, text: text)
  }

  private func undocumented(_ text: String) -> [Violation] {
    let source = source(text)
    let protocols = DocumentedProtocols(in: [source])
    return DocumentationGuard.undocumented(in: source, protocols: protocols) + protocols.undocumented
  }

  @Test func `every public declaration of the core has a documentation comment`() {
    let sources = Repository.swiftSources(below: "Sources/Core")
    #expect(!sources.isEmpty)
    let protocols = DocumentedProtocols(in: sources)
    let violations =
      sources.flatMap { DocumentationGuard.undocumented(in: $0, protocols: protocols) }
      + protocols.undocumented
    #expect(violations.report == "")
  }

  @Test(arguments: [
    "public struct Price {}", "public static func + (a: A, b: A) -> A { a }", "public init() {}",
    "public private(set) var count = 0", "// no doc\npublic let a = 1", "/// Too far.\n\npublic let a = 1",
    "@inlinable\npublic func f() {}", "  @frozen public enum Side {}", "public subscript(_ i: Int) -> Int { i }",
    "public class func make() {}", "open class Thing {}",
  ])
  func `refuses a planted declaration without one`(text: String) {
    #expect(undocumented(text).count == 1)
  }

  @Test(arguments: [
    "/// A price.\npublic struct Price {}", "/// Doubles.\n@inlinable\npublic func f() {}",
    "public import TradingModel",
    "/// Steps.\n// pure-ok: a table\npublic func f() {}", "let text = \"public struct A {}\"", "struct Price {}",
    "extension Price {}", "public static func == (a: A, b: A) -> Bool { true }", "public var description: String",
  ])
  func `accepts what is documented or not public`(text: String) {
    #expect(undocumented(text).isEmpty)
  }

  @Test func `what a protocol asks for is documented at the protocol`() {
    let asked = "/// Ages.\npublic protocol Aged {\n  /// In days.\n  var age: Int { get }\n}\n"
    let aged = "/// A sheep.\npublic struct Sheep: Hashable, Aged {\n  public var age: Int { 1 }\n}\n"
    #expect(undocumented(asked + aged).isEmpty)
    let elsewhere =
      "/// A cow.\npublic struct Cow {}\nextension Cow: Old {}\nextension Cow {\n  public var age: Int { 1 }\n}\n"
    #expect(undocumented(asked + "protocol Old: Aged {}\n" + elsewhere).isEmpty)
    #expect(undocumented(asked + elsewhere).map(\.line) == [10])
    #expect(undocumented(asked + aged.replacing("age:", with: "size:")).map(\.line) == [8])
    #expect(undocumented(asked.replacing("  /// In days.\n", with: "")).map(\.line) == [3])
  }

  @Test func `every Swift file begins with the licence line`() {
    let without = Repository.swiftSources.filter {
      $0.lines.first != DocumentationGuard.licenceLine && $0.path != "Package.swift"
    }
    #expect(without.map(\.path) == [], "Put `\(DocumentationGuard.licenceLine)` on top.")
    // The first line of a manifest belongs to the tools version.
    let manifest = Repository.swiftSources.first { $0.path == "Package.swift" }
    #expect(manifest?.lines.dropFirst().first == DocumentationGuard.licenceLine)
  }

  @Test func `every module says in one sentence what it is for`() {
    let folders = Dictionary(grouping: Repository.swiftSources(below: "Sources")) {
      $0.path.split(separator: "/").prefix(3).joined(separator: "/")
    }
    #expect(!folders.isEmpty)
    for (folder, sources) in folders.sorted(by: { $0.key < $1.key }) {
      let module = folder.split(separator: "/").last.map(String.init) ?? ""
      let main = "\(folder)/\(module).swift".lowercased()
      guard let file = sources.first(where: { $0.path.lowercased() == main }) else {
        Issue.record("\(folder) has no \(module).swift to open it")
        continue
      }
      #expect(
        DocumentationGuard.opensWithSentence(file),
        "\(file.path) begins with a comment that says in a sentence what the module is for")
    }
  }

  @Test func `the map in ARCHITECTURE names every module and no other`() {
    let modules = Set(Repository.swiftSources(below: "Sources").map { String($0.path.split(separator: "/")[2]) })
    let page = Repository.text(of: "docs/ARCHITECTURE.md").split(separator: "\n")
    let mapped = page.compactMap { $0.wholeMatch(of: /\| `(\w+)` \|[^|]+\|/).map { String($0.1) } }
    let apps = Set(["botd", "botctl", "botsim"])
    #expect(Set(mapped) == modules.subtracting(apps))
    #expect(mapped.count == Set(mapped).count)
  }

  @Test func `no module is without code`() {
    let empty = Dictionary(grouping: Repository.swiftSources.filter { $0.path.contains("/") }) {
      $0.path.split(separator: "/").dropLast().prefix($0.path.hasPrefix("Sources/") ? 3 : 2).last.map(String.init) ?? ""
    }.filter { $0.value.allSatisfy { !$0.hasCode } }.keys
    #expect(empty.sorted() == [])
  }

  @Test func `a sentence is told from a label`() {
    let licence = DocumentationGuard.licenceLine + "\n"
    #expect(DocumentationGuard.opensWithSentence(source(licence + "\n/// The nouns of trading, exact.\nlet a = 1")))
    #expect(!DocumentationGuard.opensWithSentence(source(licence + "// Planted\n")))
    #expect(!DocumentationGuard.opensWithSentence(source(licence + "let a = 1 // This comes a bit late.\n")))
  }
}
