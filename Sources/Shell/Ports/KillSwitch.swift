// SPDX-License-Identifier: Apache-2.0

import Synchronization
public import TradingModel

/// Whether anything may be opened, for the whole fleet. Each turn of it has a number that only rises, the epoch, and is
/// on disk before it counts; an order that was decided in an earlier epoch does not leave any more.
public final class KillSwitch: Sendable {
  /// What it does while it is on.
  public enum Mode: String, Hashable, Sendable, CaseIterable {
    /// Opens nothing.
    case hold
    /// Opens nothing, and takes back entries that rest.
    case cancel
  }

  /// How it stands.
  public struct State: Hashable, Sendable {
    /// How often it was turned; 0 where it never was.
    public let epoch: Int64
    /// What it does; nil where it is off.
    public let mode: Mode?
    /// Why it was turned.
    public let reason: String
    /// Who turned it.
    public let actor: String
    /// When, by the venue's clock.
    public let time: Instant

    /// A state of its parts.
    public init(epoch: Int64, mode: Mode?, reason: String, actor: String, time: Instant) {
      self.epoch = epoch
      self.mode = mode
      self.reason = reason
      self.actor = actor
      self.time = time
    }

    /// A switch that was never turned.
    public static let untouched = State(epoch: 0, mode: nil, reason: "", actor: "", time: .epoch)
  }

  private let current: Mutex<State>

  /// A switch as it was kept.
  public init(_ state: State = .untouched) {
    current = Mutex(state)
  }

  /// How it stands.
  public var state: State { current.withLock { $0 } }

  /// The number of its last turn.
  public var epoch: Int64 { current.withLock { $0.epoch } }

  /// Why nothing may be opened; nil where the switch is off.
  public var hold: String? {
    current.withLock { $0.mode == nil ? nil : $0.reason }
  }

  /// Takes a turn that is on disk. One that is not newer is left out.
  public func turn(_ state: State) {
    current.withLock { current in
      if state.epoch > current.epoch { current = state }
    }
  }

  /// Why an order that was decided in an epoch may not leave any more; nil where it may.
  ///
  /// - Parameter isBuying: whether it opens or adds to something; what closes passes.
  public func refusal(decidedIn epoch: Int64, isBuying: Bool) -> String? {
    guard isBuying else { return nil }
    return current.withLock { current in
      if current.mode != nil { return "the kill switch is on: \(current.reason)" }
      return epoch == current.epoch ? nil : "it was decided before the kill switch was turned"
    }
  }
}
