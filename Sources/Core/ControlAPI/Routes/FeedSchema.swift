// SPDX-License-Identifier: Apache-2.0

extension AnswerSchemas {
  static let feed = Schema.object(
    [
      .required("venue", .text(.any)), .required("connections", feedConnections),
      .required("requests", feedRequests),
      .required(
        "faults",
        Schema(
          .map(keys: .any, count(), count: 0...1000),
          doc: "How often something was wrong since the server started, by kind; kinds that never were are left out.")),
      .required("stream_count", count("How many streams are watched.")),
      .required("streams", .list(feedStream, "The worst first.")),
      .required("anomalies", .list(feedAnomaly, "The newest first.")),
    ], "How well the market feed is.", name: "Feed")

  private static let feedConnections = Schema.object(
    [
      .required("count", count("How many stream connections are kept up.")),
      .required("attempts", count("Attempts to connect in the last five minutes.")),
      .required("attempts_max", count("How many are made in five minutes at most.")),
    ], name: "FeedConnections")

  private static let feedRequests = Schema.object(
    [
      .required("weight_used", count("Of the venue's present minute.")), .required("weight_limit", count()),
      .required("waiting", count("Requests that wait for the budget.")),
      .required("blocked_seconds", count("For how long the venue forbids every request.").orNull),
    ], name: "FeedRequests")

  private static let feedStream = Schema.object(
    [
      .required("pair", .text(.pair)), .required("stream", .text(.any)),
      .required("quality", .ratio("The share of good messages, the newest counting most.")),
      .required("messages", count()), .required("faulty", count("Wrong or suspicious.")),
      .required("trouble", .text(.any, "Why a stream of candles is not live; null where it is.").orNull),
    ], name: "FeedStream")

  private static let feedAnomaly = Schema.object(
    [
      .required("fault", .text(.any)), .required("pair", .text(.pair).orNull),
      .required("stream", .text(.any).orNull), .required("first_at", .time()), .required("last_at", .time()),
      .required("count", count("How often it came in a row.")), .required("detail", .text(.any)),
    ], name: "FeedAnomaly")

  private static func count(_ doc: String = "") -> Schema { .whole(0...Int64.max, doc) }
}
