// swift-tools-version: 6.2
// SPDX-License-Identifier: Apache-2.0
import PackageDescription

// The architecture, executable. Read it from top to bottom: a target may use only targets written above it, so there
// are no cycles; a core target uses only core targets, and of packages only Collections and Numerics' RealModule.
// Breaking a rule stops the build with a sentence.

var map = ArchitectureMap()

// MARK: Core: decisions. Values in, values out; no I/O, no clock, no randomness, no async, no Foundation.

map.core("TradingModel")
map.core("Documents")
map.core("MarketData", uses: "TradingModel")
map.core("Indicators", uses: "TradingModel", "MarketData")
map.core("MarketAnalysis", uses: "TradingModel", "MarketData", "Indicators")
map.core("StrategyKit", uses: "TradingModel", "MarketData", "Indicators")
map.core("StrategyLanguage", uses: "TradingModel", "Documents", "MarketData", "Indicators", "StrategyKit")
map.core("Strategies", uses: "TradingModel", "MarketData", "Indicators", "StrategyKit")
map.core("BotModel", uses: "TradingModel", "MarketData", "StrategyKit")
map.core("RiskRules", uses: "TradingModel", "BotModel")
map.core("Ledger", uses: "TradingModel", "BotModel")
map.core("TradeEngine", uses: "TradingModel", "MarketData", "StrategyKit", "BotModel", "RiskRules")
map.core("Performance", uses: "TradingModel")
map.core("ExchangeModel", uses: "TradingModel", "MarketData", "RiskRules", packages: .collections)
map.core("BinanceWire", uses: "TradingModel", "MarketData", "Documents")
map.core(
  "ControlAPI", uses: "TradingModel", "MarketData", "MarketAnalysis", "Documents", "StrategyKit", "BotModel",
  "RiskRules", "Ledger", "Performance")

// MARK: Shell: the world. Sockets, files, clocks, tasks.

map.shell("YAMLDocuments", uses: "Documents", packages: .yams)
map.shell("Ports", uses: "TradingModel", "MarketData", "BotModel", "RiskRules")
map.system("CZlib")
map.shell("CandleFiles", uses: "TradingModel", "MarketData", "CZlib")
map.shell("WebSockets", packages: .nio, .nioSSL, .hummingbird, .log)
map.shell("PaperExchange", uses: "TradingModel", "MarketData", "RiskRules", "ExchangeModel", "Ports")
map.shell(
  "BinanceExchange", uses: "TradingModel", "MarketData", "RiskRules", "BinanceWire", "Documents", "Ports", "WebSockets",
  packages: .nio, .asyncHTTPClient, .crypto, .log, .metrics)
map.shell(
  "AccountDesk", uses: "TradingModel", "RiskRules", "Ledger", "Ports", packages: .log, .metrics)
map.shell("MarketHub", uses: "TradingModel", "MarketData", "Ports", packages: .collections, .log, .metrics)
map.shell(
  "Store", uses: "TradingModel", "MarketData", "Documents", "StrategyKit", "BotModel", "ControlAPI", "Ports",
  packages: .grdb, .metrics)
map.shell(
  "BotRuntime", uses: "TradingModel", "MarketData", "StrategyKit", "BotModel", "RiskRules", "Ledger", "TradeEngine",
  "Ports", packages: .collections, .log, .metrics)
map.shell(
  "ControlPlane", uses: "TradingModel", "MarketData", "MarketAnalysis", "Documents", "StrategyKit", "Strategies",
  "BotModel", "RiskRules", "Ledger", "TradeEngine", "Performance", "ControlAPI", "Ports", "PaperExchange",
  "MarketHub", "Store", "BotRuntime",
  packages: .collections, .log, .metrics)
map.shell(
  "HTTPServer", uses: "TradingModel", "MarketData", "Documents", "StrategyKit", "BotModel", "Performance",
  "ControlAPI", "Ports", "MarketHub", "Store", "ControlPlane",
  packages: .hummingbird, .httpTypes, .nio, .log, .metrics, .serviceLifecycle)
map.shell(
  "SimServer", uses: "TradingModel", "MarketData", "Documents", "BinanceWire", "ExchangeModel", "CandleFiles",
  "WebSockets",
  packages: .hummingbird, .httpTypes, .nio, .crypto, .log, .serviceLifecycle)
map.shell(
  "ServerConfiguration", uses: "TradingModel", "Documents", "StrategyKit", "StrategyLanguage", "BotModel", "ControlAPI",
  "BinanceExchange", "YAMLDocuments", packages: .log)
map.shell(
  "ControlClient", uses: "TradingModel", "Documents", "StrategyKit",
  packages: .asyncHTTPClient, .nio)

// MARK: Apps: wiring only.

map.app(
  "botsim", uses: "TradingModel", "Documents", "YAMLDocuments", "ExchangeModel", "SimServer",
  packages: .argumentParser, .log, .serviceLifecycle, .nio)
map.app(
  "botctl", uses: "StrategyKit", "Documents", "YAMLDocuments", "ControlClient", packages: .argumentParser)
map.app(
  "botd", uses: "TradingModel", "Documents", "MarketData", "Indicators", "StrategyKit", "StrategyLanguage",
  "Strategies", "BotModel", "ExchangeModel", "ControlAPI", "CandleFiles", "BinanceExchange", "AccountDesk",
  "PaperExchange", "MarketHub", "Ports", "Store", "ControlPlane", "HTTPServer", "SimServer", "ServerConfiguration",
  packages: .argumentParser, .log, .metrics, .serviceLifecycle, .nio)

// MARK: Benchmarks

map.benchmark(
  "botbench", uses: "TradingModel", "MarketData", "Indicators", "StrategyKit", "Strategies", "BotModel", "RiskRules",
  "TradeEngine", "BinanceWire", "ControlAPI", "Ports", "WebSockets", "PaperExchange", "BinanceExchange", "AccountDesk",
  "MarketHub", "Store", "BotRuntime", "ControlPlane",
  packages: .argumentParser, .hummingbird, .nio, .log, .metrics)

// MARK: Tests

map.testKit("TestKit", uses: "TradingModel", "MarketData", "Indicators", "StrategyKit", "Ports")
map.tests("Architecture")
map.tests("TradingModel", uses: "TestKit", "TradingModel")
map.tests("Documents", uses: "TestKit", "Documents")
map.tests("MarketData", uses: "TestKit", "TradingModel", "MarketData")
map.tests("Indicators", uses: "TradingModel", "MarketData", "Indicators")
map.tests("Conformance", uses: "TradingModel", "MarketData", "Indicators")
map.tests("MarketAnalysis", uses: "TradingModel", "MarketData", "MarketAnalysis")
map.tests("StrategyKit", uses: "TradingModel", "MarketData", "Indicators", "StrategyKit")
map.tests(
  "StrategyLanguage", uses: "TradingModel", "Documents", "MarketData", "Indicators", "StrategyKit", "StrategyLanguage",
  "YAMLDocuments")
map.tests(
  "Strategies", uses: "TradingModel", "Documents", "MarketData", "Indicators", "StrategyKit", "StrategyLanguage",
  "Strategies")
map.tests("BotModel", uses: "TradingModel", "BotModel")
map.tests(
  "RiskRules", uses: "TestKit", "TradingModel", "MarketData", "Indicators", "StrategyKit", "BotModel", "RiskRules")
map.tests(
  "TradeEngine", uses: "TestKit", "TradingModel", "MarketData", "StrategyKit", "BotModel", "RiskRules", "TradeEngine")
map.tests("Ledger", uses: "TestKit", "TradingModel", "BotModel", "Ledger")
map.tests("Performance", uses: "TradingModel", "Performance")
map.tests("BinanceWire", uses: "TestKit", "TradingModel", "MarketData", "Documents", "BinanceWire")
map.tests(
  "ExchangeModel", uses: "TestKit", "TradingModel", "MarketData", "Indicators", "StrategyKit", "BotModel", "RiskRules",
  "ExchangeModel")
map.tests(
  "BotRuntime", uses: "TestKit", "TradingModel", "MarketData", "StrategyKit", "BotModel", "RiskRules", "TradeEngine",
  "Ports",
  "PaperExchange", "BotRuntime")
map.tests(
  "WebSockets", uses: "WebSockets",
  packages: .nio, .nioEmbedded, .nioSSL, .hummingbird, .log, .serviceLifecycle)
map.tests(
  "BinanceExchange", uses: "TestKit", "TradingModel", "Documents", "MarketData", "RiskRules", "BinanceWire", "Ports",
  "WebSockets", "BinanceExchange", "MarketHub", "ExchangeModel", "SimServer",
  packages: .nio, .asyncHTTPClient, .hummingbird, .httpTypes, .crypto, .log, .serviceLifecycle)
map.tests(
  "AccountDesk", uses: "TestKit", "TradingModel", "MarketData", "StrategyKit", "BotModel", "RiskRules", "Ports",
  "AccountDesk")
map.tests("MarketHub", uses: "TestKit", "TradingModel", "MarketData", "Ports", "MarketHub", packages: .log)
map.tests(
  "Store", uses: "TradingModel", "MarketData", "Documents", "Indicators", "StrategyKit", "BotModel", "ControlAPI",
  "Ports", "Store",
  packages: .grdb)
map.tests(
  "ServerConfiguration", uses: "TradingModel", "MarketData", "Documents", "StrategyKit", "Strategies", "BotModel",
  "ControlAPI",
  "BinanceExchange", "ServerConfiguration", packages: .log)
map.tests("YAMLDocuments", uses: "Documents", "YAMLDocuments")
map.tests("CandleFiles", uses: "TradingModel", "MarketData", "CandleFiles")
map.tests(
  "SimServer", uses: "TradingModel", "MarketData", "Documents", "YAMLDocuments", "BinanceWire", "ExchangeModel",
  "CandleFiles", "WebSockets", "SimServer", packages: .asyncHTTPClient, .nio, .crypto, .log, .serviceLifecycle)
map.tests("ControlClient", uses: "Documents", "ControlClient")
map.tests(
  "Botctl", uses: "Documents", "ControlClient", "botctl",
  packages: .hummingbird, .httpTypes, .nio, .log, .serviceLifecycle)
map.tests(
  "ControlAPI", uses: "TradingModel", "MarketData", "MarketAnalysis", "Documents", "Indicators", "StrategyKit",
  "BotModel", "RiskRules", "Ledger", "Performance", "ControlAPI")
map.tests(
  "HTTPServer", uses: "TradingModel", "MarketData", "MarketAnalysis", "Documents", "Indicators", "StrategyKit",
  "BotModel",
  "Performance", "ControlAPI", "ControlPlane", "HTTPServer",
  packages: .asyncHTTPClient, .nio, .log, .metrics, .serviceLifecycle)
map.tests(
  "ControlPlane", uses: "TradingModel", "MarketData", "MarketAnalysis", "Documents", "Indicators", "StrategyKit",
  "BotModel", "RiskRules", "Ledger", "ControlAPI", "Ports", "PaperExchange", "Store", "BotRuntime", "ControlPlane",
  packages: .grdb)
map.tests(
  "EndToEnd", uses: "TestKit", "TradingModel", "MarketData", "Indicators", "Documents", "StrategyKit",
  "StrategyLanguage", "Strategies", "BotModel", "ControlAPI", "TradeEngine", "YAMLDocuments", "Ports", "ExchangeModel",
  "PaperExchange", "CandleFiles", "BinanceExchange", "MarketHub",
  packages: .asyncHTTPClient, .nio, .log)

let package = map.package(named: "botyard")

// MARK: The rules

/// A package that targets may use, with the products that the name stands for.
struct PackageUse {
  let products: [Target.Dependency]
  let isForCore: Bool

  static func products(_ names: String..., of package: String, isForCore: Bool = false) -> PackageUse {
    PackageUse(products: names.map { .product(name: $0, package: package) }, isForCore: isForCore)
  }

  static let collections = products("Collections", "DequeModule", of: "swift-collections", isForCore: true)
  static let realModule = products("RealModule", of: "swift-numerics", isForCore: true)
  static let nio = products(
    "NIOCore", "NIOPosix", "NIOHTTP1", "NIOWebSocket", "NIOFoundationCompat", "NIOConcurrencyHelpers", of: "swift-nio")
  static let nioEmbedded = products("NIOEmbedded", of: "swift-nio")
  static let nioSSL = products("NIOSSL", of: "swift-nio-ssl")
  static let hummingbird = products("Hummingbird", "HummingbirdCore", of: "hummingbird")
  static let httpTypes = products("HTTPTypes", of: "swift-http-types")
  static let crypto = products("Crypto", "CryptoExtras", of: "swift-crypto")
  static let asyncHTTPClient = products("AsyncHTTPClient", of: "async-http-client")
  static let grdb = products("GRDB", of: "GRDB.swift")
  static let argumentParser = products("ArgumentParser", of: "swift-argument-parser")
  static let yams = products("Yams", of: "Yams")
  static let log = products("Logging", of: "swift-log")
  static let metrics = products("Metrics", "CoreMetrics", of: "swift-metrics")
  static let serviceLifecycle = products(
    "ServiceLifecycle", "UnixSignals", of: "swift-service-lifecycle")
}

/// Collects the targets in the order in which they are written, and refuses what the rules forbid.
struct ArchitectureMap {
  private var targets: [Target] = []
  private var products: [Product] = []
  private var core: Set<String> = []
  private var declared: Set<String> = []

  /// Adds a core target; it may use core targets above it.
  mutating func core(_ name: String, uses dependencies: String..., packages: PackageUse...) {
    for dependency in dependencies where !core.contains(dependency) {
      fatalError("Core target \(name) uses \(dependency), which is not a core target written above it.")
    }
    for package in packages where !package.isForCore {
      fatalError("Core target \(name) uses a package that is neither Collections nor RealModule.")
    }
    core.insert(name)
    add(
      .target(
        name: name, dependencies: resolve(name, dependencies, packages), path: "Sources/Core/\(name)",
        swiftSettings: Self.settings + Self.speed(of: name)))
  }

  /// Adds a shell target; it may use any target above it.
  mutating func shell(_ name: String, uses dependencies: String..., packages: PackageUse...) {
    add(
      .target(
        name: name, dependencies: resolve(name, dependencies, packages), path: "Sources/Shell/\(name)",
        swiftSettings: Self.settings))
  }

  /// Adds a C library of the system: a module map and a header in the shell.
  mutating func system(_ name: String) {
    add(.systemLibrary(name: name, path: "Sources/Shell/\(name)"))
  }

  /// Adds an executable that only wires targets together.
  mutating func app(_ name: String, uses dependencies: String..., packages: PackageUse...) {
    add(
      .executableTarget(
        name: name, dependencies: resolve(name, dependencies, packages), path: "Sources/Apps/\(name)",
        swiftSettings: Self.settings))
    products.append(.executable(name: name, targets: [name]))
  }

  /// Adds a benchmark, an executable below `Benchmarks/`.
  mutating func benchmark(_ name: String, uses dependencies: String..., packages: PackageUse...) {
    add(
      .executableTarget(
        name: name, dependencies: resolve(name, dependencies, packages), path: "Benchmarks/\(name)",
        swiftSettings: Self.settings))
  }

  /// Adds what several test targets share.
  mutating func testKit(_ name: String, uses dependencies: String...) {
    add(
      .target(
        name: name, dependencies: resolve(name, dependencies, []), path: "Tests/\(name)", swiftSettings: Self.settings))
  }

  /// Adds the tests of one module, named after it.
  mutating func tests(_ name: String, uses dependencies: String..., packages: PackageUse...) {
    add(
      .testTarget(
        name: "\(name)Tests", dependencies: resolve(name, dependencies, packages), path: "Tests/\(name)Tests",
        swiftSettings: Self.settings))
  }

  private mutating func add(_ target: Target) {
    guard declared.insert(target.name).inserted else { fatalError("Target \(target.name) is written twice.") }
    targets.append(target)
  }

  private func resolve(_ name: String, _ dependencies: [String], _ packages: [PackageUse]) -> [Target.Dependency] {
    for dependency in dependencies where !declared.contains(dependency) {
      fatalError("Target \(name) uses \(dependency), which is not written above it.")
    }
    return dependencies.map { .target(name: $0) } + packages.flatMap(\.products)
  }

  func package(named name: String) -> Package {
    Package(
      name: name,
      platforms: [.macOS(.v15)],
      products: products,
      dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
      ],
      targets: targets,
      swiftLanguageModes: [.v6])
  }

  /// These are optimised in debug builds too: tests and `botsim` make trades by the million, and take indicators and
  /// strategies over all candles there are.
  private static func speed(of name: String) -> [SwiftSetting] {
    ["ExchangeModel", "Indicators", "StrategyLanguage", "Strategies"].contains(name)
      ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : []
  }

  private static let settings: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ]
}
