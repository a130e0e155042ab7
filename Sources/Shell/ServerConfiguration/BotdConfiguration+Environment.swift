// SPDX-License-Identifier: Apache-2.0

import BinanceExchange
import Foundation
import Logging

extension BotdConfiguration {
  /// The configuration that the process was started with: its environment, and `.env` in the working directory.
  ///
  /// - Parameter defaults: what holds, for this command, where a variable isn't given.
  /// - Throws: everything that is wrong, a sentence each.
  public static func ofThisProcess(
    defaults: [Variable: String] = [:]
  ) throws(ConfigurationErrors) -> BotdConfiguration {
    let path = ".env"
    var text: String?
    if TextFile.exists(path) {
      do {
        text = try TextFile.read(path)
      } catch {
        throw ConfigurationErrors("\(path) in the working directory: \(error.reason); mend it or take it away.")
      }
    }
    return try BotdConfiguration(
      environment: ProcessInfo.processInfo.environment, environmentFile: text, defaults: defaults,
      readFile: TextFile.read)
  }

  /// The configuration of an environment and of the text of `.env`, nil where there is none.
  ///
  /// - Throws: everything that is wrong, a sentence each.
  init(
    environment: [String: String], environmentFile: String? = nil, defaults: [Variable: String] = [:],
    readFile: @escaping (String) throws(FileError) -> String
  ) throws(ConfigurationErrors) {
    let values = try environmentFile.map { text throws(ConfigurationErrors) in
      try EnvironmentFile(text, path: ".env").values
    }
    var reader = VariableReader(
      environment: environment, environmentFile: values ?? [:], defaults: defaults,
      readFile: readFile)
    let listen = reader.value(.listen, ListenAddress.remedy) { ListenAddress($0) }
    let venue = reader.value(.venue, Self.oneOf(Venue.self)) { Venue(rawValue: $0) }
    let endpoints = venue.flatMap { reader.endpoints(of: $0) }
    let allowsLive = reader.value(.allowLive, "give true or false") { Bool($0) }
    let acceptedRights = reader.value(
      .acceptedRights, "give names such as enableWithdrawals or unverified, with commas between them"
    ) { text -> Set<String>? in
      let names = text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      return names.allSatisfy(Self.isRightName) ? Set(names) : nil
    }
    let logLevel = reader.value(.logLevel, Self.oneOf(Logger.Level.self)) { Logger.Level(rawValue: $0) }
    let logFormat = reader.value(.logFormat, Self.oneOf(LogFormat.self)) { LogFormat(rawValue: $0) }
    let dataFolder = reader.folder(.dataFolder)
    let strategiesFolder = reader.folder(.strategiesFolder)
    let botsFolder = reader.folder(.botsFolder)
    let accountsFolder = reader.folder(.accountsFolder)
    let adminToken = reader.adminToken(for: listen)
    let credentials = reader.credentials()
    guard reader.faults.isEmpty, let listen, let endpoints, let allowsLive, let logLevel, let logFormat else {
      throw ConfigurationErrors(reader.faults)
    }
    self.init(
      listen: listen, dataFolder: dataFolder.path, strategiesFolder: strategiesFolder.path,
      botsFolder: BotsFolder(path: botsFolder.path, isGiven: botsFolder.isGiven),
      accounts: AccountFolder(path: accountsFolder.path, venue: endpoints.venue) { [environment, values] name in
        environment[name] ?? values?[name]
      }, endpoints: endpoints,
      adminToken: adminToken, allowsLive: allowsLive, acceptedRights: acceptedRights ?? [], logLevel: logLevel,
      logFormat: logFormat,
      credentials: credentials)
  }

  private static func isRightName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
  }

  private static func oneOf<Value: CaseIterable & RawRepresentable<String>>(_ type: Value.Type) -> String {
    "give one of " + type.allCases.map(\.rawValue).joined(separator: ", ")
  }
}

extension VariableReader {
  fileprivate mutating func folder(_ variable: Variable) -> (path: String, isGiven: Bool) {
    let isGiven = found(variable) != nil
    let path = value(variable, "give the path of a folder, without control characters") { text -> String? in
      text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f } ? text : nil
    }
    return (path ?? "", isGiven)
  }

  /// The endpoints of a venue, each address of which may be another one.
  fileprivate mutating func endpoints(of venue: Venue) -> VenueEndpoints? {
    let before = faults.count
    let rest = found(.restURL)?.value
    let streams = found(.streamURL)?.value
    let webSocketAPI = found(.webSocketAPIURL)?.value
    let attempts: [(Variable, String?, String?, String?)] = [
      (.restURL, rest, nil, nil), (.streamURL, nil, streams, nil), (.webSocketAPIURL, nil, nil, webSocketAPI),
    ]
    for (variable, rest, streams, webSocketAPI) in attempts {
      do throws(EndpointError) {
        _ = try VenueEndpoints(of: venue, restURL: rest, streamURL: streams, webSocketAPIURL: webSocketAPI)
      } catch {
        note("\(variable.rawValue): \(error).")
      }
    }
    guard faults.count == before else { return nil }
    return try? VenueEndpoints(of: venue, restURL: rest, streamURL: streams, webSocketAPIURL: webSocketAPI)
  }

  /// The token; where there is none, nobody but this machine may reach the server.
  fileprivate mutating func adminToken(for listen: ListenAddress?) -> Secret? {
    let before = faults.count
    let token = value(.adminToken, "it must be printable ASCII without spaces, at most 1024 characters") { text in
      text.utf8.count <= 1024 && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f } ? text : nil
    }
    if let listen, !listen.isLoopback, token == nil, faults.count == before {
      note(
        "BOTD_LISTEN=\(listen) can be reached from other machines, and there is no admin token of your own: set "
          + "BOTD_ADMIN_TOKEN or BOTD_ADMIN_TOKEN_FILE, or listen on loopback, such as 127.0.0.1:\(listen.port).")
    }
    return token.map(Secret.init)
  }
}
