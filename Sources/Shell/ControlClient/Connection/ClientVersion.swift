// SPDX-License-Identifier: Apache-2.0

/// Which version of the client this is.
public enum ClientVersion {
  /// The version, by semantic versioning.
  public static let text = "0.1.0"
}
