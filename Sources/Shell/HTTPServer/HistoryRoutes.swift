// SPDX-License-Identifier: Apache-2.0

import BotModel
import ControlAPI
import ControlPlane
import StrategyKit
import TradingModel

/// What bots did.
struct HistoryRoutes: Sendable {
  let service: any HistoryService & BotService

  func trades(_ call: Call) async throws(ControlError) -> Reply {
    .page(try await service.trades(of: call.bot(), query(call)), \.node)
  }

  func orders(_ call: Call) async throws(ControlError) -> Reply {
    .page(try await service.orders(of: call.bot(), query(call)), \.node)
  }

  func signals(_ call: Call) async throws(ControlError) -> Reply {
    .page(try await service.signals(of: call.bot(), query(call)), \.node)
  }

  func decisions(_ call: Call) async throws(ControlError) -> Reply {
    .page(try await service.decisions(of: call.bot(), query(call)), \.node)
  }

  func logs(_ call: Call) async throws(ControlError) -> Reply {
    .page(try await service.logs(of: call.bot(), query(call)), \.node)
  }

  func performance(_ call: Call) async throws(ControlError) -> Reply {
    .rendered(try await service.performance(of: call.bot()))
  }

  func equity(_ call: Call) async throws(ControlError) -> Reply {
    .page(try await service.equity(of: call.bot(), call.input.page), \.node)
  }

  /// The query's filters.
  private func query<Status: RawRepresentable<String>>(
    _ call: Call
  ) async throws(ControlError) -> HistoryQuery<Status> {
    let pair = try await pair(call)
    return HistoryQuery(
      status: call.input.choice("status"), pair: pair, from: call.input.time("from"), to: call.input.time("to"),
      page: call.input.page)
  }

  /// The pair of the query. One with a slash may have a history though the venue has it no more.
  private func pair(_ call: Call) async throws(ControlError) -> Pair? {
    if let pair = call.input.text("pair").flatMap({ Pair($0) }) { return pair }
    let catalog = await service.catalog
    return try valid { () throws(FieldErrors) in try call.input.pair("pair", catalog: catalog) }
  }
}
