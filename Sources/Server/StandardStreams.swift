import Foundation

/// What people read: results on standard output, everything else on standard error, each line at once.
enum StandardStreams {
    static func output(_ text: String) { FileHandle.standardOutput.write(Data(text.utf8)) }
    static func error(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
