import HubModel
import Testing

@testable import CLI

@Suite struct ExportTests {
    /// Writes the text in pieces of so many bytes, and gives what arrives.
    private func written(_ text: String, pieces: Int, isTerminal: Bool) throws -> (text: String, lines: Int) {
        var arrived: [UInt8] = []
        let console = Console(
            isOutputTerminal: isTerminal,
            isErrorTerminal: false,
            isInputTerminal: false,
            output: { arrived.append(contentsOf: $0) },
            complain: { _ in },
            input: { _ in 0 },
            askSecret: { _ in "" }
        )
        let output = ExportOutput(console)
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
            try Array(bytes[start..<min(start + pieces, bytes.count)]).withBytes { (piece) throws(HubError) in
                try output.write(piece)
            }
        }
        try output.finish()
        return (String(decoding: arrived, as: UTF8.self), output.lines)
    }

    @Test(arguments: 1...9)
    func `a pipe gets every byte, however they are cut`(_ pieces: Int) throws {
        let text = "{\"deviceId\":\"ä\"}\n{\"deviceId\":\"b\u{202E}\"}\nrest"
        let result = try written(text, pieces: pieces, isTerminal: false)
        #expect(result.text == text)
        #expect(result.lines == 2)
    }

    @Test(arguments: 1...9)
    func `a terminal gets nothing that moves its cursor, however it is cut`(_ pieces: Int) throws {
        let result = try written("{\"n\":\"ä\u{9B}31m\u{202E}\"}\nrest", pieces: pieces, isTerminal: true)
        #expect(result.text == "{\"n\":\"ä\\u009b31m\\u202e\"}\nrest")
    }

    @Test func `lines of an import are counted while they are read`() throws {
        let directory = try TemporaryDirectory()
        let input = ImportInput(file: try Descriptor(reading: directory.file("devices", "a\nb\nc")))
        defer { input.close() }
        var buffer = [UInt8](repeating: 0, count: 2)
        var bytes: [UInt8] = []
        while true {
            let count = try buffer.withMutableBytes { (buffer) throws(HubError) in try input.read(into: buffer) }
            if count == 0 { break }
            bytes += buffer[..<count]
        }
        #expect(String(decoding: bytes, as: UTF8.self) == "a\nb\nc")
        #expect(input.lines == 2)
    }

    @Test func `text for a terminal keeps lines and tabs and nothing else that moves it`() {
        var console = Console.process
        console.isOutputTerminal = true
        let shown = TerminalText.bytes(Array("\na\tb\r\n\u{1B}[2Jc\n".utf8), console: console)
        #expect(String(decoding: shown, as: UTF8.self) == "\na\tb\n\\u{1B}[2Jc\n")
        console.isOutputTerminal = false
        #expect(TerminalText.bytes([0x1B], console: console) == [0x1B])
    }
}
