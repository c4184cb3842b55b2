import Foundation

/// Where the programs under test are.
enum Programs {
    static var server: String { directory + "/devicestreamd" }
    static var client: String { directory + "/devicestream" }

    /// `DEVICESTREAM_BIN`, or the folder that holds the running test bundle: the build puts them side by side.
    static let directory: String = {
        if let named = ProcessInfo.processInfo.environment["DEVICESTREAM_BIN"] { return named }
        let candidates = CommandLine.arguments.prefix(1) + [executablePath]
        for candidate in candidates {
            var folder = URL(fileURLWithPath: candidate).deletingLastPathComponent()
            // On a Mac the bundle has folders of its own.
            for _ in 0..<4 {
                let path = folder.path + "/devicestreamd"
                if FileManager.default.isExecutableFile(atPath: path) { return folder.path }
                folder.deleteLastPathComponent()
            }
        }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/../../../.build/debug"
    }()

    private static var executablePath: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    }
}
