// SPDX-License-Identifier: Apache-2.0
import Glibc  // pure-ok: the arc tangent of the phase

/// MESA adaptive moving average with the one that follows it: an exponential average whose factor depends on how fast
/// the phase of the price's cycle moves; fast in a trend, slow in a cycle.
///
/// - Formula: the value is smoothed over four candles, and split into two parts a quarter of a cycle apart by Hilbert
///   filters, whose length follows the measured cycle of 6 to 50 candles. The factor is the fast limit divided by the
///   change of phase in degrees, which counts 1 at least, but not below the slow limit. `mama = factor × x + (1 -
///   factor) × mama`, and fama is averaged from mama with half the factor. Both begin with 0 at value number 13.
/// - Author: John F. Ehlers, MESA and Trading Market Cycles, 2001; MESA Adaptive Moving Averages, Stocks & Commodities,
///   September 2001.
/// - Source: TA-Lib's `MAMA`, https://ta-lib.org/functions/mama/; equal to it but for the rounding of the last digits.
///   It adds up in the same order, because where prices hardly move the phase is made of rounding errors.
/// - Warm-up and first defined value: value number 33.
/// - Residue of the seed: it shrinks by the factor per value; with the usual limits less than 10⁻⁶ of mama's is left
///   after 310 values in all, of fama's after 700, even if the factor is always at the slow limit.
/// - Flat series: both go to the price.
public struct MAMA: SeriesIndicator {
  /// The factor's bounds, above 0 and below 1.
  public let limits: (fast: Double, slow: Double)

  private var smoother = PriceSmoother()
  private var count = 0
  private var detrender = HilbertFilter()
  private var quadrature = HilbertFilter()
  private var aheadInPhase = HilbertFilter()
  private var aheadInQuadrature = HilbertFilter()
  /// The detrended value of one, two and three candles ago.
  private var delayed = (0.0, 0.0, 0.0)
  private var phasor = (inPhase: 0.0, quadrature: 0.0)
  private var product = (real: 0.0, imaginary: 0.0)
  private var cycle = 0.0
  private var phase = 0.0
  private var mama = 0.0
  private var fama = 0.0

  /// An average with the fastest and the slowest factor that it may have, each above 0 and below 1.
  public init(fastLimit: Double = 0.5, slowLimit: Double = 0.05) { limits = (fastLimit, slowLimit) }

  /// As many values as all filters need until the first whole result: 33.
  public var warmUp: Int { 33 }

  /// Takes the next value in; both averages after it, or nil during warm-up.
  public mutating func update(_ value: Double) -> Lines? {
    let smooth = smoother.update(value)
    if count < warmUp { count += 1 }
    guard count > 12 else { return nil }
    let gain = 0.075 * cycle + 0.54
    let detrended = detrender.update(smooth) * gain
    let quarter = quadrature.update(detrended) * gain
    let inPhase = delayed.2
    let ahead = (aheadInPhase.update(inPhase) * gain, aheadInQuadrature.update(quarter) * gain)
    delayed = (detrended, delayed.0, delayed.1)
    let factor = factor(phase: inPhase == 0 ? 0 : atan(quarter / inPhase) * (180 / .pi))
    mama = factor * value + (1 - factor) * mama
    fama = factor / 2 * mama + (1 - factor / 2) * fama
    measureCycle(inPhase - ahead.1, quarter + ahead.0)
    return count < warmUp ? nil : Lines(mama: mama, fama: fama)
  }

  private mutating func factor(phase now: Double) -> Double {
    let change = max(phase - now, 1)
    phase = now
    return max(limits.fast / change, limits.slow)
  }

  /// Measures the cycle anew from the turn of the phasor since the candle before.
  private mutating func measureCycle(_ inPhase: Double, _ quadrature: Double) {
    let last = phasor
    phasor = (0.2 * inPhase + 0.8 * last.inPhase, 0.2 * quadrature + 0.8 * last.quadrature)
    let real = phasor.inPhase * last.inPhase + phasor.quadrature * last.quadrature
    let imaginary = phasor.inPhase * last.quadrature - phasor.quadrature * last.inPhase
    product = (0.2 * real + 0.8 * product.real, 0.2 * imaginary + 0.8 * product.imaginary)
    var found = cycle
    if product.imaginary != 0, product.real != 0 {
      found = 360 / (atan(product.imaginary / product.real) * (180 / .pi))
    }
    found = max(min(found, 1.5 * cycle), 0.67 * cycle)
    cycle = 0.2 * min(max(found, 6), 50) + 0.8 * cycle
  }
}

/// The mean of the last four values, the newest weighing four times the oldest, by sums that are carried on.
private struct PriceSmoother {
  /// The last four values, the newest first.
  private var values = (0.0, 0.0, 0.0, 0.0)
  private var count = 0.0
  private var sum = 0.0
  private var weighted = 0.0

  mutating func update(_ value: Double) -> Double {
    sum += value
    sum -= values.3
    if count < 4 { count += 1 }
    weighted += value * count
    let result = weighted * 0.1
    if count == 4 { weighted -= sum }
    values = (value, values.0, values.1, values.2)
    return result
  }
}

/// Ehlers' Hilbert filter over seven values, without its gain.
private struct HilbertFilter {
  /// The last six values, the newest first.
  private var values = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

  mutating func update(_ value: Double) -> Double {
    let result = -(0.0962 * values.5) + 0.0962 * value - 0.5769 * values.3 + 0.5769 * values.1
    values = (value, values.0, values.1, values.2, values.3, values.4)
    return result
  }
}

extension MAMA {
  /// Both averages, in the price's unit.
  public struct Lines: IndicatorOutput, Hashable, Sendable {
    /// The average that adapts itself.
    public let mama: Double
    /// The average that follows it with half its factor.
    public let fama: Double

    /// `mama`, `fama`.
    public static let names = ["mama", "fama"]

    /// Writes the numbers in the order of their names.
    public func write(to place: UnsafeMutablePointer<Double>, stride: Int) {
      place[0] = mama
      place[stride] = fama
    }
  }
}
