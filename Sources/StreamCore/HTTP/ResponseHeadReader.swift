package import NIOCore

/// Reads the head of one HTTP response and leaves what comes behind it: that belongs to another protocol.
///
/// States: collecting → done. Interim answers (RFC 9110 §15.2) but 101 are passed over.
package struct ResponseHeadReader: Sendable {
    /// More is refused; nginx and Apache stop at 8 KiB a field, proxies send a few hundred bytes.
    package static let maximumBytes = 16 << 10

    private var collected: [UInt8] = []

    package init() {}

    /// Consumes bytes up to the end of the head, and returns it once it is whole.
    ///
    /// Throws `ResponseHeadProblem`; then nothing more may be read from the connection.
    package mutating func received(_ bytes: inout ByteBuffer) throws(ResponseHeadProblem) -> ResponseHead? {
        while let byte = bytes.readInteger(as: UInt8.self) {
            collected.append(byte)
            guard collected.count <= Self.maximumBytes else { throw .tooLong }
            // Judged early, or a peer of another protocol would be waited for until the time is over.
            if collected.count <= Self.opening.count, byte != Self.opening[collected.count - 1] { throw .notHTTP }
            guard byte == UInt8(ascii: "\n"), isWhole else { continue }
            guard let head = ResponseHead(lines) else { throw .notHTTP }
            collected = []
            if head.status >= 200 || head.status == 101 { return head }
        }
        return nil
    }

    private static let opening = Array("HTTP/1.".utf8)

    /// Whether the line feed that was read last ends an empty line; a bare one ends a line, too (RFC 9112 §2.2).
    private var isWhole: Bool {
        collected.suffix(2).elementsEqual("\n\n".utf8) || collected.suffix(4).elementsEqual("\r\n\r\n".utf8)
            || collected.suffix(3).elementsEqual("\n\r\n".utf8)
    }

    private var lines: [Substring] {
        // Cut at the byte: to `String`, CR and LF are one character.
        collected.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let bytes = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            return bytes.isEmpty ? nil : Substring(String(decoding: bytes, as: UTF8.self))
        }
    }
}

/// Why bytes are no head of an HTTP response.
package enum ResponseHeadProblem: Error, Equatable, Sendable {
    /// More than `ResponseHeadReader.maximumBytes`.
    case tooLong
    /// Another protocol.
    case notHTTP
}
