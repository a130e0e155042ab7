// SPDX-License-Identifier: Apache-2.0

import Documents

/// Something that goes wrong, by what it befalls.
///
/// A new group of kinds is added here: its names, its reading, and whether it lasts. Whoever carries it out asks
/// ``FaultBook`` what is active.
enum Fault: Hashable, Sendable {
  case moment(MomentaryFault)
  case messages(MessageFault)
  case requests(RequestFault)
  case venue(VenueFault)
  case outcomes(OutcomeFault)
  case userEvents(UserEventFault)
  case accounts(AccountFault)

  static let names =
    MomentaryFault.names + MessageFault.names + RequestFault.names + VenueFault.names + OutcomeFault.names
    + UserEventFault.names + AccountFault.names

  /// Reads `"lose_messages": {"share": 0.1}`; nil for a name that is none of ours.
  init?(_ member: Node.Member, in scope: FaultScope) throws(FaultProblem) {
    if let fault = try MomentaryFault(member, in: scope) {
      self = .moment(fault)
    } else if let fault = try MessageFault(member, in: scope) {
      self = .messages(fault)
    } else if let fault = try RequestFault(member, in: scope) {
      self = .requests(fault)
    } else if let fault = try VenueFault(member, in: scope) {
      self = .venue(fault)
    } else if let fault = try OutcomeFault(member, in: scope) {
      self = .outcomes(fault)
    } else if let fault = try UserEventFault(member, in: scope) {
      self = .userEvents(fault)
    } else if let fault = try AccountFault(member, in: scope) {
      self = .accounts(fault)
    } else {
      return nil
    }
  }

  /// Whether it goes on for some time, rather than happen at a moment.
  var lasts: Bool {
    if case .moment = self { false } else { true }
  }

  /// How often it strikes before it is over; nil where it isn't counted.
  var count: Int64? {
    switch self {
    case .requests(let fault): fault.count
    case .outcomes(let fault): fault.count
    case .moment, .messages, .venue, .userEvents, .accounts: nil
    }
  }
}
