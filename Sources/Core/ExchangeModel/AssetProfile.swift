// SPDX-License-Identifier: Apache-2.0

import TradingModel

/// What an asset is like.
struct AssetProfile: Sendable {
  /// What moves together beyond what the whole market does.
  enum Sector: String, Sendable, CaseIterable {
    case dollar, fiat, major, layerOne, deFi, meme, service
  }

  let sector: Sector
  /// The worth of one unit.
  let dollars: Fixed
  /// How much of it changes hands in a usual day against USDT.
  let dailyMillions: Int
}

extension AssetProfile {
  /// An asset that nobody has heard of.
  init(hashOf code: String) {
    var noise = SeededNoise(0).key("asset").key(code)
    // Three digits, and a size between a tenth of a cent and a hundred dollars.
    var worth = Fixed(units: Int128(100 + noise.below(900)) * 10_000_000)
    for _ in 0..<noise.below(5) { worth = Fixed(units: worth.units * 10) }
    self.init(sector: .service, dollars: worth, dailyMillions: 5 + noise.below(30))
  }
}

// MARK: - What moves it

extension AssetProfile {
  /// The factors of an asset's worth in dollars, in 256ths. USDT is what everything is measured in.
  func parts(of asset: Asset, seed: UInt64) -> [PairWalk.Part] {
    guard asset.code != "USDT" else { return [] }
    func part(_ name: String, _ coefficient: Int64, basisPoints: Int64, eraBits: Int) -> PairWalk.Part {
      let path = FactorPath(
        seed: seed, name: name, deviation: Doublings.basisPoints(basisPoints), eraBits: eraBits)
      return PairWalk.Part(coefficient: coefficient, name: name, path: path)
    }
    let own = part("asset \(asset.code)", 256, basisPoints: ownBasisPoints(of: asset.code), eraBits: 6)
    guard let shared else { return [own] }
    // Assets of a sector differ in how much they take part in what the market does.
    var noise = SeededNoise(0).key("beta").key(asset.code)
    let beta = asset.code == "BTC" ? 256 : shared.beta * Int64(230 + noise.below(52)) / 256
    return [
      part("market", beta, basisPoints: 190, eraBits: 8),
      part("sector \(sector.rawValue)", 256, basisPoints: shared.sectorBasisPoints, eraBits: 6), own,
    ]
  }

  /// How much of the market's moves a sector follows, in 256ths, and its own deviation in a day.
  private var shared: (beta: Int64, sectorBasisPoints: Int64)? {
    switch sector {
    case .dollar, .fiat: nil
    case .major: (270, 50)
    case .layerOne: (320, 110)
    case .deFi: (325, 130)
    case .meme: (385, 220)
    case .service: (330, 130)
    }
  }

  /// The deviation in a day that is an asset's alone.
  private func ownBasisPoints(of code: String) -> Int64 {
    switch (sector, code) {
    case (.dollar, _): 2
    case (.fiat, _): 40
    case (_, "BTC"): 70
    case (_, "ETH"): 130
    case (.major, _): 180
    case (.layerOne, _): 210
    case (.deFi, _): 230
    case (.meme, _): 330
    case (.service, _): 250
    }
  }
}
