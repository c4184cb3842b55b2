import Foundation
import HubControl
import HubModel
import Logging
import Synchronization
import Testing

@testable import devicestreamd

struct LogLineTests {
    /// Escape, line ends, CSI as one character, a bidirectional override, a quote and a backslash.
    private static let hostile = "a\u{1B}[31m\r\n\u{9B}2J\u{202E}\"b\\=é😀"

    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func take(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private func logger(isJSON: Bool, _ lines: Lines) -> Logger {
        Logger(label: "test") { _ in
            LineLogHandler(
                isJSON: isJSON,
                world: World(
                    clock: { Timestamp(milliseconds: 1_795_400_000_123) },
                    random: { [UInt8](repeating: 0, count: $0) }
                ),
                metadataProvider: .requestScope,
                write: { lines.take($0) }
            )
        }
    }

    @Test func `a line of text has time, level, message and fields, and quotes what is no word`() {
        let lines = Lines()
        var logger = logger(isJSON: false, lines)
        logger[metadataKey: "hub.id"] = "hub"
        logger.info("stream closed", metadata: ["reason": "closed by the device", "empty": "", "list": ["a", "b"]])
        #expect(
            lines.all == [
                "2026-11-23T02:13:20.123Z info stream closed empty=\"\" hub.id=hub list=\"[a, b]\" "
                    + "reason=\"closed by the device\"\n"
            ]
        )
    }

    @Test func `what a value holds moves no cursor and ends no line, in both forms`() throws {
        for isJSON in [false, true] {
            let lines = Lines()
            logger(isJSON: isJSON, lines).error("\(Self.hostile)", metadata: [Self.hostile: "\(Self.hostile)"])
            let line = try #require(lines.all.first)
            #expect(line.hasSuffix("\n"))
            #expect(!line.dropLast().unicodeScalars.contains { VisibleText.isDangerous($0) }, "\(line)")
        }
    }

    @Test func `a line of JSON is the values themselves, and none hides what every line has`() throws {
        let lines = Lines()
        logger(isJSON: true, lines).warning(
            "\(Self.hostile)",
            metadata: ["value": "\(Self.hostile)", "time": "now", "number": "\(7)"]
        )
        let line = try #require(lines.all.first)
        let read = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
        #expect(
            read == [
                "time": "2026-11-23T02:13:20.123Z", "level": "warning", "message": Self.hostile,
                "value": Self.hostile, "field.time": "now", "number": "7",
            ]
        )
    }

    @Test func `a long value is cut, and its line stays whole`() throws {
        for isJSON in [false, true] {
            let lines = Lines()
            let long = String(repeating: "x", count: 100_000)
            logger(isJSON: isJSON, lines).info("m", metadata: ["long": "\(long)", "next": "n"])
            let line = try #require(lines.all.first)
            #expect(line.utf8.count < 5000)
            #expect(line.contains("next"))
        }
    }

    @Test func `a line bears the ids of the request that caused it, and no other line does`() async {
        let lines = Lines()
        let logger = logger(isJSON: false, lines)
        let trace = TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
        await RequestScope.$current.withValue(RequestScope(requestID: "r-1", trace: trace)) {
            await withTaskGroup(of: Void.self) { $0.addTask { logger.info("inside") } }
        }
        RequestScope.$current.withValue(RequestScope(requestID: "r-2")) { logger.info("other") }
        logger.info("outside")
        #expect(
            lines.all.map { $0.split(separator: " ", maxSplits: 2).last.map(String.init) } == [
                "inside request.id=r-1 trace.id=4bf92f3577b34da6a3ce929d0e0e4736\n", "other request.id=r-2\n",
                "outside\n",
            ]
        )
    }

    @Test func `the form of the log follows from what it is written to, unless it is said`() {
        #expect(!LogFormat.auto.isJSON(onTerminal: true))
        #expect(LogFormat.auto.isJSON(onTerminal: false))
        #expect(!LogFormat.text.isJSON(onTerminal: false))
        #expect(LogFormat.json.isJSON(onTerminal: true))
    }
}
