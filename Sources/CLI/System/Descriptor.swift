package import HubModel

/// An open file of the system, and what it is called in messages.
package struct Descriptor: Sendable {
    package let number: Int32
    let name: String

    package static let standardInput = Descriptor(number: Posix.input, name: "standard input")
    package static let standardOutput = Descriptor(number: Posix.output, name: "standard output")
    package static let standardError = Descriptor(number: Posix.error, name: "standard error")

    init(number: Int32, name: String) {
        self.number = number
        self.name = name
    }

    /// Opens a file that a person named for reading.
    package init(reading path: String) throws(HubError) {
        name = SystemFile.quoted(path)
        do throws(Posix.Failure) {
            number = try Posix.openForReading(path)
        } catch {
            throw HubError(.usage, "\(name) cannot be read: \(error.text).")
        }
    }

    /// The next bytes; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(HubError) -> Int {
        do throws(Posix.Failure) {
            return try Posix.readBytes(number, into: buffer)
        } catch {
            throw HubError(.localFailure, "\(name) cannot be read: \(error.text).")
        }
    }

    /// Everything up to a limit in bytes.
    package func readAll(limit: Int) throws(HubError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = try chunk.withMutableBytes { (buffer) throws(HubError) in try read(into: buffer) }
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else {
                throw HubError(.usage, "\(name) has more than \(limit) bytes.")
            }
            bytes += chunk[..<count]
        }
    }

    /// Writes all bytes; a reader that has gone ends the process quietly.
    func write(_ bytes: UnsafeRawBufferPointer) throws(HubError) {
        var written = 0
        while written < bytes.count {
            do throws(Posix.Failure) {
                written += try Posix.writeBytes(number, UnsafeRawBufferPointer(rebasing: bytes[written...]))
            } catch {
                if error.isBrokenPipe { Signals.dieOfBrokenPipe() }
                throw HubError(.localFailure, "\(name) cannot be written: \(error.text).")
            }
        }
    }

    package func write(_ bytes: [UInt8]) throws(HubError) {
        try bytes.withBytes { (buffer) throws(HubError) in try write(buffer) }
    }

    func close() { Posix.closeFile(number) }
}
