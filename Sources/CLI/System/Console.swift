import HubModel

/// The three standard streams: data on standard output, everything for people on standard error.
struct Console {
    /// A token or a connection string typed or piped in is far below this.
    static let maximumSecretBytes = 64 * 1024

    var isOutputTerminal: Bool
    var isErrorTerminal: Bool
    var isInputTerminal: Bool
    /// Writes to standard output.
    var output: (UnsafeRawBufferPointer) throws(HubError) -> Void
    /// Writes to standard error; a failure is nobody's business.
    var complain: (String) -> Void
    /// Reads from standard input; 0 at its end.
    var input: (UnsafeMutableRawBufferPointer) throws(HubError) -> Int
    /// Asks for a secret on the terminal, without echo.
    var askSecret: (String) throws(HubError) -> String

    /// Those of this process.
    static var process: Console {
        Console(
            isOutputTerminal: Posix.isTerminal(Posix.output),
            isErrorTerminal: Posix.isTerminal(Posix.error),
            isInputTerminal: Posix.isTerminal(Posix.input),
            output: { bytes throws(HubError) in try Descriptor.standardOutput.write(bytes) },
            complain: { text in
                // Whoever closed standard error does not want to hear of it.
                try? Descriptor.standardError.write(Array(text.utf8))
            },
            input: { buffer throws(HubError) in try Descriptor.standardInput.read(into: buffer) },
            askSecret: { question throws(HubError) in try SecretPrompt.ask(question) }
        )
    }

    func write(_ bytes: [UInt8]) throws(HubError) {
        try bytes.withBytes { (buffer) throws(HubError) in try output(buffer) }
    }

    /// Everything on standard input, up to a limit in bytes.
    func readAll(limit: Int) throws(HubError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = try chunk.withMutableBytes { (buffer) throws(HubError) in try input(buffer) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else {
                throw HubError(.usage, "Standard input has more than \(limit) bytes.")
            }
            bytes += chunk[..<count]
        }
    }

    /// The next line of standard input without its end; `nil` at its end.
    ///
    /// Byte by byte, so that what follows the line stays for others.
    func readLine() throws(HubError) -> String? {
        var line: [UInt8] = []
        var byte: [UInt8] = [0]
        while line.count < 4096 {
            let count = try byte.withMutableBytes { (buffer) throws(HubError) in try input(buffer) }
            if count == 0 { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
            if byte[0] == UInt8(ascii: "\n") { break }
            line.append(byte[0])
        }
        return String(decoding: line, as: UTF8.self)
    }
}
