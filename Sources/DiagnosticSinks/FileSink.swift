import HubControl
import HubModel
import Transport

/// Writes records to a file of JSON lines, which is cut into pieces.
///
/// On a queue of its own, because a disk may keep it waiting. A batch counts as delivered when it is on the disk.
actor FileSink: DiagnosticSink {
    private let executor = QueueExecutor(label: "devicestream.logfile")
    private let file: RotatingFile
    private let name: LogFileName

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    let gathering = Duration.zero

    init(_ file: LogFile, in directory: String) {
        name = file.name
        self.file = RotatingFile(
            directory: directory,
            name: file.name.text,
            maximumBytes: file.maximumBytes,
            maximumFiles: file.maximumFiles
        )
    }

    func deliver(_ batch: DiagnosticBatch) async throws(DiagnosticFailure) -> Int? {
        var lines: [UInt8] = []
        for item in batch.items {
            lines += item.json
            lines.append(UInt8(ascii: "\n"))
        }
        do throws(RotatingFile.Failure) {
            try file.append(lines)
        } catch {
            throw DiagnosticFailure("The log file '\(name)' cannot be written: \(error.reason).")
        }
        return nil
    }

    func close() async {}
}
