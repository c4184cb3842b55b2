import HubModel

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The demo's directory, of mode 0700.
enum DemoDirectory {
    static func make() throws(HubError) -> String {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? ""
        let template = (parent.hasPrefix("/") ? parent : "/tmp") + "/devicestream-demo-XXXXXX"
        var bytes = Array(template.utf8CString)
        guard mkdtemp(&bytes) != nil else {
            throw HubError(.localFailure, "No directory can be made like '\(template)': \(SystemCall.lastError).")
        }
        return String(decoding: bytes.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func remove(_ path: String) {
        // What cannot be removed is in the directory for what is temporary.
        try? FileManager.default.removeItem(atPath: path)
    }
}
