import Testing

@testable import CLI

@Suite struct EventReaderTests {
    private static let stream =
        ":\n\nid: 7\ndata: {\"a\":1}\n\n: beat\n\nid:8\r\ndata:{}\r\n\r\nevent: x\n\nid: 9\ndata: cut"

    @Test func `events come whole, however the bytes are cut`() throws {
        let bytes = Array(Self.stream.utf8)
        for cut in 0...bytes.count {
            var reader = EventReader()
            let events = try reader.read(bytes[..<cut]) + reader.read(bytes[cut...])
            #expect(
                events == [.init(id: "7", data: Array("{\"a\":1}".utf8)), .init(id: "8", data: Array("{}".utf8))]
            )
        }
    }

    @Test func `a line without end is refused, and so is an event without end`() throws {
        var reader = EventReader()
        #expect(throws: (any Error).self) {
            try reader.read([UInt8](repeating: 0x41, count: EventReader.maximumBytes + 1))
        }
        var other = EventReader()
        let line = Array("data: ".utf8) + [UInt8](repeating: 0x41, count: EventReader.maximumBytes / 4) + [0x0A]
        for _ in 0..<3 { try #require(try other.read(line).isEmpty) }
        #expect(throws: (any Error).self) { try other.read(line) }
    }
}
