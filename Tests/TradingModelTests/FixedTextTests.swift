// SPDX-License-Identifier: Apache-2.0

import Testing
import TradingModel

@testable import TestKit

@Suite struct FixedTextTests {
  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("0.0", "0"), ("1", "1"), ("007", "7"), ("-12.5", "-12.5"), ("0.50000000", "0.5"),
    ("0.000000000001", "0.000000000001"), ("-0.000000000001", "-0.000000000001"), ("64123.41", "64123.41"),
    ("1.0000000000000000000000", "1"), ("999999999999999.999999999999", "999999999999999.999999999999"),
    ("-999999999999999", "-999999999999999"), ("100", "100"), ("0000000000000000000000000000000000000001.5", "1.5"),
  ])
  func `reads a decimal text and prints the shortest`(text: String, printed: String) throws {
    let value = try Fixed(text: text)
    #expect(value.description == printed)
    #expect(Fixed(printed) == value)
  }

  @Test(arguments: [
    "", "-", "+1", ".5", "5.", "-.5", "1e3", "1E3", "NaN", "nan", "inf", "-inf", "Infinity", " 1", "1 ", "1,5", "0x10",
    "1.2.3", "--1", "1-", "١٢", "½", "1_000", "\u{0}", "1\n", "-", "..", "1.-5",
  ])
  func `refuses what is no decimal text`(text: String) {
    #expect(throws: FixedTextError.malformed) { try Fixed(text: text) }
    #expect(Fixed(text) == nil)
  }

  @Test(arguments: [
    "1000000000000000", "-1000000000000000", "99999999999999999999999999999999999999999999",
    "10000000000000000000000000000000000000000.5",
  ])
  func `refuses what is too large`(text: String) {
    #expect(throws: FixedTextError.tooLarge) { try Fixed(text: text) }
  }

  @Test(arguments: ["0.0000000000001", "-1.1234567890123", "1.00000000000000000001"])
  func `refuses what is too precise`(text: String) {
    #expect(throws: FixedTextError.tooPrecise) { try Fixed(text: text) }
  }

  @Test(arguments: [
    ("0.5", 0, "0.5"), ("0.5", 8, "0.50000000"), ("1", 2, "1.00"), ("-1.25", 1, "-1.25"), ("0", 3, "0.000"),
    ("1.123456789012", 4, "1.123456789012"), ("2", 40, "2.000000000000"), ("2", -3, "2"),
  ])
  func `prints at least so many decimal places`(text: String, places: Int, printed: String) throws {
    #expect(try Fixed(text: text).text(minimumPlaces: places) == printed)
  }

  @Test(arguments: [1, 2, 3])
  func `every value reads back as itself`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<2000 {
      let bits = Int.random(in: 1...89, using: &random)  // 2⁸⁹ units are 6 × 10¹⁴
      let magnitude = Int128(UInt128.random(in: 0..<(1 << UInt128(bits)), using: &random))
      let value = Fixed(units: Bool.random(using: &random) ? magnitude : -magnitude)
      #expect(Fixed(value.description) == value)
      #expect(Fixed(value.text(minimumPlaces: 8)) == value)
    }
  }

  @Test(arguments: [1, 2, 3])
  func `texts made of the right characters never stop the program`(seed: UInt64) {
    var random = SplitMix(seed: seed)
    for _ in 0..<5000 {
      let text = String(
        (0..<Int.random(in: 0...45, using: &random)).map { _ in
          "00123456789..-".randomElement(using: &random)!
        })
      guard let value = Fixed(text) else { continue }
      #expect(Fixed(value.description) == value)
    }
  }

  @Test(arguments: [
    (0.1, "0.1"), (-0.1, "-0.1"), (64123.41, "64123.41"), (0.00001234567891, "0.000012345679"),
    (-0.00001234567891, "-0.000012345679"), (0, "0"), (5e-13, "0"), (15e-13, "0.000000000002"), (1e-13, "0"),
    (1_000_000, "1000000"),
  ])
  func `a binary number becomes the nearest decimal`(number: Double, printed: String) {
    #expect(Fixed(approximating: number)?.description == printed)
  }

  @Test(arguments: [Double.nan, .infinity, -.infinity, 1e20, -1e20, 1e300])
  func `a binary number that can't be one is refused`(number: Double) {
    #expect(Fixed(approximating: number) == nil)
  }

  @Test(arguments: ["0.1", "64123.41", "0.00001234", "-12.5", "99999999.99999999"])
  func `prices approximate to the binary number of the same text`(text: String) throws {
    #expect(try Fixed(text: text).approximated == Double(text))
  }

  @Test(arguments: 0...12)
  func `every decimal of up to 15 digits approximates to what its text reads as`(places: Int) throws {
    var generator = SplitMix(seed: UInt64(places))
    for _ in 0..<20_000 {
      let digits = "\(UInt64.random(in: 0..<1_000_000_000_000_000, using: &generator))".prefix(
        Int.random(in: 1...15, using: &generator))
      let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
      let sign = Bool.random(using: &generator) ? "-" : ""
      let text = sign + padded.dropLast(places) + (places > 0 ? "." : "") + padded.suffix(places)
      #expect(try Fixed(text: text).approximated == Double(text), "\(text)")
    }
  }

  @Test(arguments: [
    "9007.199254740993", "9007.199254740995", "91931.310000000003", "123456789012345.678901234567",
    "999999999999999.999", "-123456.789012345678", "9007199254.740993123", "0.000000000001",
  ])
  func `what has more digits approximates to what its text reads as too`(text: String) throws {
    #expect(try Fixed(text: text).approximated == Double(text))
  }

  @Test func `the largest value approximates`() {
    #expect(Fixed.limit.approximated == 1e20)
    #expect(Fixed(units: -Fixed.limit.units).approximated == -1e20)
  }
}
