/// A file of JSON lines that is cut into pieces: `NAME`, and the older `NAME.1`, `NAME.2` and so on.
public struct LogFile: Equatable, Sendable {
    /// Its name under the directory that the server's configuration names.
    public var name: LogFileName
    /// The size at which the next file is begun: 100 MiB unless said otherwise.
    public var maximumBytes: Int64
    /// How many files there are at most, with the one that is written: 10 unless said otherwise.
    public var maximumFiles: Int

    /// From 1 MiB, so that a batch fits, to 1 TiB.
    static let byteRange = Int64(1 << 20)...(Int64(1) << 40)
    static let fileRange = 1...1000
    package static let standardBytes = Int64(100 << 20)
    package static let standardFiles = 10

    /// All members, in order.
    public init(name: LogFileName, maximumBytes: Int64 = 104_857_600, maximumFiles: Int = 10) {
        self.name = name
        self.maximumBytes = maximumBytes
        self.maximumFiles = maximumFiles
    }
}
