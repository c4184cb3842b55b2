import NIOCore
import StreamCore
import Testing

@Suite struct FrameViolationTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let violation: FrameViolation
        let code: CloseCode
        var role = WebSocketRole.server
        /// Whole messages before it.
        var before: [FrameEvent] = []

        var testDescription: String { "\(violation)" }
    }

    private static let text = FrameTranscript.frame(first: 0x01, [0x61])
    private static let textEvents = FrameTranscript.data(.text, isFinal: false, [0x61])

    static let table: [Case] = [
        Case(bytes: [0xC2], violation: .reservedBits, code: .protocolError),
        Case(bytes: [0xA2], violation: .reservedBits, code: .protocolError),
        Case(bytes: [0x92], violation: .reservedBits, code: .protocolError),
        Case(bytes: [0x83], violation: .unknownOpcode(3), code: .protocolError),
        Case(bytes: [0x87], violation: .unknownOpcode(7), code: .protocolError),
        Case(bytes: [0x8B], violation: .unknownOpcode(11), code: .protocolError),
        Case(bytes: [0x0F], violation: .unknownOpcode(15), code: .protocolError),
        Case(bytes: [0x82, 0x05], violation: .notMasked, code: .protocolError),
        Case(bytes: [0x82, 0x85], violation: .masked, code: .protocolError, role: .client),
        Case(bytes: [0x88, 0x80], violation: .masked, code: .protocolError, role: .client),
        Case(bytes: [0x08], violation: .fragmentedControl, code: .protocolError),
        Case(bytes: [0x09], violation: .fragmentedControl, code: .protocolError),
        Case(bytes: [0x0A], violation: .fragmentedControl, code: .protocolError),
        Case(bytes: [0x89, 0xFE], violation: .longControl, code: .protocolError),
        Case(bytes: [0x88, 0xFF], violation: .longControl, code: .protocolError),
        Case(bytes: [0x80], violation: .nothingToContinue, code: .protocolError),
        Case(bytes: [0x00], violation: .nothingToContinue, code: .protocolError),
        Case(bytes: text + [0x81], violation: .messageNotFinished, code: .protocolError, before: textEvents),
        Case(bytes: text + [0x02], violation: .messageNotFinished, code: .protocolError, before: textEvents),
        Case(bytes: [0x82, 0xFE, 0, 125], violation: .lengthNotMinimal, code: .protocolError),
        Case(bytes: [0x82, 0xFE, 0, 0], violation: .lengthNotMinimal, code: .protocolError),
        Case(bytes: [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], violation: .lengthNotMinimal, code: .protocolError),
        Case(bytes: [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5], violation: .lengthNotMinimal, code: .protocolError),
        Case(bytes: [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], violation: .lengthOutOfRange, code: .protocolError),
        Case(
            bytes: [0x82, 0xFF] + Array(repeating: 0xFF, count: 8),
            violation: .lengthOutOfRange,
            code: .protocolError
        ),
        Case(
            bytes: [0x82, 0xFF, 0x7F] + Array(repeating: 0xFF, count: 7),
            violation: .frameTooBig(length: .max, limit: FrameReader.maximumFrameBytes),
            code: .messageTooBig
        ),
        Case(
            bytes: [0x82, 0xFF, 0, 0, 0, 0, 0x40, 0, 0, 1],
            violation: .frameTooBig(length: (1 << 30) + 1, limit: FrameReader.maximumFrameBytes),
            code: .messageTooBig
        ),
        Case(bytes: close([0x03]), violation: .closeCodeCutOff, code: .protocolError),
        Case(bytes: close([0x03, 0xE8, 0xFF]), violation: .closeReasonNotUTF8, code: .invalidPayload),
        Case(bytes: close([0x03, 0xE8, 0xC3]), violation: .closeReasonNotUTF8, code: .invalidPayload),
        Case(bytes: close([0x03, 0xE8, 0xED, 0xA0, 0x80]), violation: .closeReasonNotUTF8, code: .invalidPayload),
        Case(bytes: close([0x03, 0xE8, 0xC0, 0x80]), violation: .closeReasonNotUTF8, code: .invalidPayload),
    ]

    private static func close(_ payload: [UInt8]) -> [UInt8] {
        FrameTranscript.frame(first: 0x88, payload)
    }

    @Test(arguments: table)
    func `a malformed frame fails with its close code at its very byte`(malformed: Case) {
        let expected = malformed.before + [.failed(malformed.violation)]
        let followed = malformed.bytes + Array(repeating: 0x81, count: 40)
        #expect(FrameTranscript.events(of: malformed.bytes, role: malformed.role) == expected)
        #expect(FrameTranscript.events(of: followed, role: malformed.role) == expected)
        let drips = repeatElement(1, count: followed.count)
        #expect(FrameTranscript.events(of: followed, pieces: drips, role: malformed.role) == expected)
        let cut = FrameTranscript.events(of: malformed.bytes.dropLast(), role: malformed.role)
        #expect(!cut.contains(.failed(malformed.violation)))
        #expect(malformed.violation.closeStatus.code == malformed.code)
    }

    @Test(arguments: [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] as [UInt16])
    func `a close code that must not be sent is refused`(code: UInt16) {
        let bytes = Self.close([UInt8(code >> 8), UInt8(code & 0xFF)])
        #expect(FrameTranscript.events(of: bytes) == [.failed(.closeCodeNotAllowed(code))])
        #expect(FrameViolation.closeCodeNotAllowed(code).closeStatus.code == .protocolError)
    }

    @Test(arguments: [1000, 1001, 1002, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4404, 4999] as [UInt16])
    func `a close code that may be sent is taken`(code: UInt16) throws {
        let bytes = Self.close([UInt8(code >> 8), UInt8(code & 0xFF)] + Array("zürück".utf8))
        let status = CloseStatus(try #require(CloseCode(code)), reason: "zürück")
        #expect(FrameTranscript.events(of: bytes) == [.close(status)])
    }

    @Test func `what follows a close frame is dropped`() {
        let bytes = Self.close([]) + [0xFF, 0xFF] + FrameTranscript.frame(first: 0x82, [1])
        #expect(FrameTranscript.events(of: bytes) == [.close(nil)])
        #expect(FrameTranscript.events(of: bytes, pieces: repeatElement(1, count: bytes.count)) == [.close(nil)])
    }

    @Test func `every violation tells its reason in a close frame`() {
        for malformed in Self.table {
            let status = malformed.violation.closeStatus
            #expect(status.reason.hasSuffix("."))
            #expect(CloseStatus(status.code, reason: status.reason) == status)
        }
    }
}
