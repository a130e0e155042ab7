// SPDX-License-Identifier: Apache-2.0

extension AnswerSchemas {
  static let status = Schema.object(
    [
      .required("version", .text(.any)), .required("venue", .text(.any)),
      .required("time", .time("The venue's clock.")),
      .required("clock_rate", .ratio("Seconds of the venue in one of the wall: 1 unless it is simulated.")),
      .required("latency", statusLatency), .required("messages", statusMessages.orNull),
      .required("dropped", statusDrops),
    ], "How fast the server is, and what it takes in and leaves out.", name: "Status")

  private static let statusLatency = Schema.object(
    [
      .required("decision", latencyFigures), .required("commit", latencyFigures),
    ], "From a closed candle's arrival to the decisions of all bots; and writing what bots did.", name: "StatusLatency")

  private static let latencyFigures = Schema.object(
    [
      .required("count", count("Measured since the server started.")),
      .required("recent", count("The newest so many are what the figures are of.")),
      .required("p50_seconds", .ratio("Half take no longer; null before the first.").orNull),
      .required("p99_seconds", .ratio("99 of 100 take no longer.").orNull),
      .required("max_seconds", .ratio("The longest.").orNull),
    ], name: "LatencyFigures")

  private static let statusMessages = Schema.object(
    [
      .required("total", count("On all streams that are watched, since each was.")),
      .required("faulty", count("Wrong or suspicious.")), .required("streams", count()),
      .required("connections", count("Stream connections that are kept up.")),
    ], "What the market feed takes in; null where there is nothing to tell of it.", name: "StatusMessages")

  private static let statusDrops = Schema.object(
    [
      .required("trades", count("Public trades that bots were too slow for.")),
      .required("candles", count("Candles in progress that bots were too slow for.")),
      .required("decisions", count("Quiet decisions that were not kept.")),
    ], "What was left out since the server started.", name: "StatusDrops")

  private static func count(_ doc: String = "") -> Schema { .whole(0...Int64.max, doc) }
}
