#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Secrets come from files, never from arguments, which every user of the machine can see.
enum TextFile {
    /// The first line; `nil` where the file cannot be read.
    static func read(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").first.map(String.init)
    }
}
