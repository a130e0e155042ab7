// SPDX-License-Identifier: Apache-2.0

import Documents
import TradingModel

/// The requests below `/sim`: the venue's time, faults on demand, accounts.
struct ControlPanel: Sendable {
  let pacer: VenuePacer
  let faults: FaultBook
  let states: VenueStates
  let board: StreamBoard
  let limits: RequestLimits
  let trading: TradingDesk
  let start: Instant
  let anchor: Instant

  static let bodyBytesMax = 1 << 16

  /// Answers a request; `path` is what follows `/sim/`.
  func answer(method: String, path: String, query: String = "", body: [UInt8]) async -> RestAnswer {
    do throws(SimRefusal) {
      switch (path, method) {
      case ("time", "GET"), ("time", "HEAD"): return time()
      case ("time", "POST"):
        try await change(SimTimeRequest(Self.node(body)))
        return time()
      case ("faults", "POST"): return try await inject(try FaultPost(Self.node(body), topics: board.topics))
      case ("faults", "GET"), ("faults", "HEAD"): return RestAnswer(faults.listing(at: pacer.clock.now()))
      case ("limits", "GET"), ("limits", "HEAD"): return weights()
      case ("accounts", "GET"), ("accounts", "HEAD"): return try accounts(QueryText(query))
      case ("balances", "POST"): return try move(Self.node(body))
      case ("accounts", _): return .methodNotAllowed("GET, HEAD")
      case ("balances", _): return .methodNotAllowed("POST")
      case ("limits", _): return .methodNotAllowed("GET, HEAD")
      case ("time", _): return .methodNotAllowed("GET, HEAD, POST")
      case ("faults", _): return .methodNotAllowed("GET, HEAD, POST")
      default: return .notFound
      }
    } catch {
      return RestAnswer(status: error.status, ["error": .string(error.message)])
    }
  }

  private func time() -> RestAnswer {
    let state = pacer.clock.state()
    return RestAnswer([
      "now": .number(state.now.milliseconds), "speed": .decimalNumber(state.speed), "paused": .bool(state.isPaused),
      "start": .number(start.milliseconds), "anchor": .number(anchor.milliseconds),
    ])
  }

  private func weights() -> RestAnswer {
    let addresses = limits.figures.map { figures in
      [
        "address": .string(figures.address), "highest_weight": .number(figures.highest),
        "refused_requests": .number(figures.refused), "highest_connections": .number(figures.highestConnections),
      ] as Node
    }
    return RestAnswer([
      "weight_per_minute": .number(RequestLimits.weightPerMinute),
      "connections_per_five_minutes": .number(RequestLimits.connectionsPerFiveMinutes), "addresses": .array(addresses),
    ])
  }

  private func change(_ request: SimTimeRequest) async throws(SimRefusal) {
    let clock = pacer.clock
    if request.target != nil, !(request.isPaused ?? clock.state().isPaused) {
      throw .conflict("time is stepped while it is paused: send \"paused\": true first")
    }
    if let speed = request.speed { clock.setSpeed(speed) }
    if request.isPaused == true { await pacer.pause() }
    if let target = request.target {
      let now = clock.now()
      do throws(SimTimeRefusal) {
        switch target {
        case .later(let milliseconds): try await pacer.step(to: now.advanced(byMilliseconds: milliseconds))
        case .instant(let instant): try await pacer.step(to: instant)
        }
      } catch {
        throw Self.refusal(error)
      }
    }
    if request.isPaused == false { clock.resume() }
  }

  private static func refusal(_ refusal: SimTimeRefusal) -> SimRefusal {
    switch refusal {
    case .notPaused: .conflict("time is stepped while it is paused: send \"paused\": true first")
    case .stepUnderWay: .conflict("another step is under way")
    case .backwards(let now): .unprocessable("time does not go back: it is \(now)")
    }
  }

  private func inject(_ post: FaultPost) async throws(SimRefusal) -> RestAnswer {
    let now = pacer.clock.now()
    switch post {
    case .clear:
      states.clear()
      return RestAnswer(["cleared": .number(faults.clear(at: now))])
    case .plan(let planned):
      if case .moment(let fault) = planned.fault, !planned.isScheduled {
        return RestAnswer([fault.figureName: .number(await pacer.carryOut(fault))])
      }
      if case .venue(let fault) = planned.fault {
        try states.add(fault, planned.schedule(from: now), at: now)
        board.show(states.pairs)
        await pacer.shutDoors()
      }
      return RestAnswer(try faults.add(planned, at: now))
    }
  }

  private static func node(_ body: [UInt8]) throws(SimRefusal) -> Node {
    do throws(JSONError) {
      return try JSONParser(maximumDepth: 16, maximumBytes: bodyBytesMax).parse(body)
    } catch {
      throw SimRefusal(status: 400, message: "\(error)")
    }
  }
}

extension Node {
  /// A decimal as a JSON number.
  fileprivate static func decimalNumber(_ value: Fixed) -> Node {
    NumberText(value.description).map { .number($0) } ?? .null
  }
}
