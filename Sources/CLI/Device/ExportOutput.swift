import HubModel

/// Where an export goes, in pieces of any size.
final class ExportOutput {
    private let sink: (UnsafeRawBufferPointer) throws(HubError) -> Void
    /// Whether a terminal shows it: then only whole lines are written, and nothing in them moves its cursor.
    private let isTerminal: Bool
    private var rest: [UInt8] = []
    /// Line feeds that came.
    private(set) var lines = 0

    init(_ file: Descriptor) {
        isTerminal = false
        sink = { bytes throws(HubError) in try file.write(bytes) }
    }

    init(_ console: Console) {
        isTerminal = console.isOutputTerminal
        sink = console.output
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
        for byte in bytes where byte == UInt8(ascii: "\n") { lines += 1 }
        guard isTerminal else {
            try sink(bytes)
            return
        }
        // A line of an import has a limit of 64 KiB, so what is held stays small.
        rest.append(contentsOf: bytes)
        guard let end = rest.lastIndex(of: UInt8(ascii: "\n")) else { return }
        try show(rest[...end])
        rest.removeSubrange(...end)
    }

    /// Writes what came after the last line.
    func finish() throws(HubError) {
        guard !rest.isEmpty else { return }
        try show(rest[...])
        rest = []
    }

    private func show(_ bytes: ArraySlice<UInt8>) throws(HubError) {
        let text = JSONPainter.harmless(String(decoding: bytes, as: UTF8.self))
        try Array(text.utf8).withBytes { (buffer) throws(HubError) in try sink(buffer) }
    }
}
