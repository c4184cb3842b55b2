import HubModel

/// The lines of an import, read as fast as the server takes them.
final class ImportInput {
    private let source: (UnsafeMutableRawBufferPointer) throws(HubError) -> Int
    private let file: Descriptor?
    /// Line feeds that were read.
    private(set) var lines = 0

    init(file: Descriptor) {
        self.file = file
        source = { buffer throws(HubError) in try file.read(into: buffer) }
    }

    init(console: Console) {
        file = nil
        source = console.input
    }

    /// The next bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(HubError) -> Int {
        let count = try source(buffer)
        for byte in buffer[..<count] where byte == UInt8(ascii: "\n") { lines += 1 }
        return count
    }

    func close() { file?.close() }
}
