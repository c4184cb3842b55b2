/// Why a WebSocket connection ends: a code and a text for people (RFC 6455 §5.5.1).
package struct CloseStatus: Equatable, Sendable {
    /// 125 bytes of a control frame less the code (RFC 6455 §5.5).
    package static let maximumReasonBytes = ControlOpcode.maximumPayloadBytes - 2

    package let code: CloseCode
    /// May be empty; at most `maximumReasonBytes` of UTF-8.
    package let reason: String

    /// A `reason` that is too long is cut before the first character that does not fit.
    package init(_ code: CloseCode, reason: String = "") {
        self.code = code
        self.reason = Self.fitting(reason, within: Self.maximumReasonBytes)
    }

    /// Reads the payload of a close frame; `nil` where there is none.
    package static func decode(_ payload: [UInt8]) throws(FrameViolation) -> CloseStatus? {
        guard !payload.isEmpty else { return nil }
        guard payload.count >= 2 else { throw .closeCodeCutOff }
        let number = UInt16(payload[0]) << 8 | UInt16(payload[1])
        guard let code = CloseCode(number) else { throw .closeCodeNotAllowed(number) }
        guard let reason = String(validating: payload[2...], as: UTF8.self) else { throw .closeReasonNotUTF8 }
        return CloseStatus(code, reason: reason)
    }

    /// The payload of a close frame.
    package var encoded: [UInt8] {
        [UInt8(code.number >> 8), UInt8(truncatingIfNeeded: code.number)] + Array(reason.utf8)
    }

    static func fitting(_ reason: String, within maximumReasonBytes: Int) -> String {
        guard reason.utf8.count > maximumReasonBytes else { return reason }
        var bytes = 0
        let end = reason.indices.first { index in
            bytes += reason[index].utf8.count
            return bytes > maximumReasonBytes
        }
        return String(reason[..<(end ?? reason.endIndex)])
    }
}
