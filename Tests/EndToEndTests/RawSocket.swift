// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A TCP connection of somebody without manners. Closed when it is let go.
final class RawSocket {
  private let descriptor: Int32

  /// Connects to `http://127.0.0.1:port`.
  ///
  /// - Parameter receiveBuffer: how many bytes may wait unread, or nil for the system's choice.
  init(to address: String, receiveBuffer: Int32? = nil) throws {
    guard let port = address.split(separator: ":").last.flatMap({ UInt16($0) }) else {
      throw Program.Failure(description: "\(address) has no port")
    }
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout.size(ofValue: size)))
    }
    var target = sockaddr_in()
    target.sin_family = sa_family_t(AF_INET)
    target.sin_port = port.bigEndian
    target.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &target) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Program.Failure(description: "\(address): errno \(errno)") }
  }

  deinit { close(descriptor) }

  func write(_ text: String) {
    var text = text
    text.withUTF8 { bytes in _ = send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
  }

  /// Waits for something and reads at most so many bytes of it.
  func read(upTo count: Int) -> String {
    var bytes = [UInt8](repeating: 0, count: count)
    let length = recv(descriptor, &bytes, count, 0)
    return String(decoding: bytes.prefix(max(0, length)), as: UTF8.self)
  }

  /// Has the connection end with a reset instead of a farewell.
  func vanish() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
  }
}
