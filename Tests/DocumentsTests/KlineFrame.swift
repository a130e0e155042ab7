// SPDX-License-Identifier: Apache-2.0

import Documents

/// What a reader of kline frames keeps, prices as their text. An example of how the scanner is used.
struct KlineFrame: Hashable {
  var eventTime: Int64 = 0
  var symbol = ""
  var interval = ""
  var openTime: Int64 = 0
  var open = ""
  var close = ""
  var volume = ""
  var trades: Int64 = 0
  var isClosed = false

  /// Reads a kline event, bare or in the wrapper of combined streams; nil if it is something else.
  static func read(_ bytes: [UInt8]) throws(JSONError) -> KlineFrame? {
    try JSONScanner.read(bytes) { scanner throws(JSONError) in
      var frame = KlineFrame()
      return try frame.readEvent(&scanner) ? frame : nil
    }
  }

  private mutating func readEvent(_ scanner: inout JSONScanner) throws(JSONError) -> Bool {
    var isKline = false
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "stream": try scanner.skipValue()
      case "data": isKline = try readEvent(&scanner)
      case "e": isKline = try scanner.readString { $0.isASCII("kline") }
      case "E": eventTime = try scanner.readInt64()
      case "s": symbol = try scanner.readString()
      case "k": try readKline(&scanner)
      default: try scanner.skipValue()
      }
    }
    return isKline
  }

  private mutating func readKline(_ scanner: inout JSONScanner) throws(JSONError) {
    try scanner.beginObject()
    while let key = try scanner.nextKey() {
      switch key {
      case "t": openTime = try scanner.readInt64()
      case "i": interval = try scanner.readString()
      case "o": open = try scanner.readString { $0.decimalText }
      case "c": close = try scanner.readString { $0.decimalText }
      case "v": volume = try scanner.readString { $0.decimalText }
      case "n": trades = try scanner.readInt64()
      case "x": isClosed = try scanner.readBool()
      default: try scanner.skipValue()
      }
    }
  }

  static let example = KlineFrame(
    eventTime: 1_672_515_782_136, symbol: "BNBBTC", interval: "1m", openTime: 1_672_515_780_000, open: "0.0010",
    close: "0.0020", volume: "1000", trades: 100, isClosed: false)

  static let bareText = #"""
    {"e":"kline","E":1672515782136,"s":"BNBBTC","k":{"t":1672515780000,"T":1672515839999,"s":"BNBBTC","i":"1m",\#
    "f":100,"L":200,"o":"0.0010","c":"0.0020","h":"0.0025","l":"0.0015","v":"1000","n":100,"x":false,"q":"1.0000",\#
    "V":"500","Q":"0.500","B":"123456"}}
    """#

  static let combinedText = #"{"stream":"bnbbtc@kline_1m","data":"# + bareText + "}"

  static let shuffledText = #"""
     { "data" : { "k" : { "x" : false , "n" : 100, "B":[1,{"a":[]}], "v":"1000", "c":"0.0020", "o":"0.001\u0030",
       "\u0069":"1m", "t":1672515780000 }, "s":"\u0042NBBTC", "E":1672515782136, "e":"k\u006cine" }, "stream":null }
    """#
}

extension RawSpan {
  /// Whether the bytes are this text; never nil, so that any text is read.
  func isASCII(_ text: StaticString) -> Bool? {
    withUnsafeBytes { bytes in
      bytes.elementsEqual(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
  }

  /// The text if it consists of digits and points.
  var decimalText: String? {
    withUnsafeBytes { bytes in
      let isDecimal = bytes.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") }
      return isDecimal && !bytes.isEmpty ? String(decoding: bytes, as: UTF8.self) : nil
    }
  }
}
