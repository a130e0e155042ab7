// SPDX-License-Identifier: Apache-2.0

public import TradingModel

/// Keeps an order book in step with the venue: a snapshot by request, and the changes that a stream brings. Pure.
///
/// As documented: changes are buffered until a snapshot has come that is not older than the first of them; those that
/// it contains are dropped, the rest is put in, each following upon the one before by the numbers of its updates. Where
/// one doesn't follow, the book is given up and begins anew with another snapshot. So the book is right or there is none.
///
/// Source: https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams#how-to-manage-a-local-order-book-correctly
public struct BookSync: Hashable, Sendable {
  /// How many levels wait at most in changes before the snapshot; the oldest changes go first.
  public static let bufferedLevelsMax = 20_000
  /// A change whose numbers are old but whose time is so much later shows that the venue counts anew.
  static let renumberedMilliseconds: Int64 = 10_000

  /// The book, or nil while a snapshot is waited for.
  public private(set) var book: OrderBook?
  /// Whether a change of the stream has followed upon the snapshot: only then is it known to be of the same numbering,
  /// and that nothing is missing between the two.
  public private(set) var isConfirmed = false
  /// When the last change was sent that the book contains, by the venue's clock; nil without one.
  public private(set) var time: Instant?
  /// Changes that wait for a snapshot, as they came.
  private var buffer: [BookChange] = []
  private var bufferedLevels = 0

  /// A book of which nothing is known.
  public init() {}

  /// Why a book was given up.
  public enum Loss: Hashable, Sendable {
    /// So many updates are missing.
    case gap(missing: Int64)
    /// The venue counts anew.
    case renumbered
    /// Too little is left of what the snapshot showed.
    case exhausted
    /// Somebody buys at a price at which somebody sells.
    case crossed
  }

  /// What a change from the stream leads to.
  public enum ChangeOutcome: Hashable, Sendable {
    /// The book contains it now.
    case applied
    /// It waits for a snapshot.
    case waits
    /// The book contained it already.
    case old
    /// The book is given up: a snapshot is needed.
    case lost(Loss)
  }

  /// What a snapshot leads to.
  public enum SnapshotOutcome: Hashable, Sendable {
    /// The book stands.
    case synced
    /// It is older than the changes that wait: another is needed.
    case stale
    /// The changes that wait don't follow upon it: another is needed.
    case lost(Loss)
  }

  /// Whether changes wait for a snapshot.
  public var isBuffering: Bool { !buffer.isEmpty }

  /// Takes a plausible change from the stream.
  public mutating func take(_ change: BookChange) -> ChangeOutcome {
    guard let lastUpdateID = book?.lastUpdateID else {
      hold(change)
      return .waits
    }
    if change.lastUpdateID <= lastUpdateID {
      if isRenumbered(change, after: time) { return lose(.renumbered, with: change) }
      time = time ?? change.time
      return .old
    }
    guard change.firstUpdateID <= lastUpdateID + 1 else {
      return lose(.gap(missing: change.firstUpdateID - lastUpdateID - 1), with: change)
    }
    book?.apply(change)
    isConfirmed = true
    time = max(time ?? change.time, change.time)
    if book?.isCrossed == true { return lose(.crossed, with: change) }
    if book?.isThin == true { return lose(.exhausted, with: change) }
    return .applied
  }

  /// Takes a plausible snapshot that was asked for since the book was lost; without effect where a book stands.
  ///
  /// - Parameter limit: how many levels of a side were asked for.
  public mutating func take(_ snapshot: BookSnapshot, limit: Int) -> SnapshotOutcome {
    guard book == nil else { return .synced }
    if let first = buffer.first, snapshot.lastUpdateID < first.firstUpdateID { return .stale }
    var book = OrderBook(snapshot, limit: limit)
    var isFollowed = false
    for (index, change) in buffer.enumerated() where change.lastUpdateID > book.lastUpdateID {
      guard change.firstUpdateID <= book.lastUpdateID + 1 else {
        drop(index)
        return .lost(.gap(missing: change.firstUpdateID - book.lastUpdateID - 1))
      }
      book.apply(change)
      isFollowed = true
    }
    let time = buffer.map(\.time).max()
    drop(buffer.count)
    if book.isCrossed { return .lost(.crossed) }
    self.book = book
    self.time = time
    isConfirmed = isFollowed
    return .synced
  }

  /// Begins anew: what came before counts no more.
  public mutating func restart() {
    self = BookSync()
  }

  private mutating func lose(_ loss: Loss, with change: BookChange) -> ChangeOutcome {
    restart()
    hold(change)
    return .lost(loss)
  }

  private mutating func hold(_ change: BookChange) {
    if let last = buffer.last, change.lastUpdateID < last.lastUpdateID, isRenumbered(change, after: last.time) {
      restart()
    }
    buffer.append(change)
    bufferedLevels += change.levelCount
    guard bufferedLevels > Self.bufferedLevelsMax else { return }
    // Half at once, so that it isn't done for each change.
    drop(max(1, buffer.count / 2))
  }

  private mutating func drop(_ count: Int) {
    bufferedLevels -= buffer.prefix(count).reduce(0) { $0 + $1.levelCount }
    buffer.removeFirst(count)
  }

  private func isRenumbered(_ change: BookChange, after time: Instant?) -> Bool {
    time.map { change.time.milliseconds(since: $0) > Self.renumberedMilliseconds } ?? false
  }
}
