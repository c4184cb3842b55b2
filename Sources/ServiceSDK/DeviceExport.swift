import HubClient
public import HubModel
import NIOCore
public import StreamClient

/// All devices of a hub, read while the server sends them.
///
/// An iterator is one export; it is given up when it is let go of, and when its task is cancelled. At most half a MiB is
/// read ahead.
public struct DeviceExport: AsyncSequence, Sendable {
    /// A device as an import takes it.
    public typealias Element = DeviceCreation

    let pool: RequestPool
    let request: HubRequest

    /// One export.
    public struct AsyncIterator: AsyncIteratorProtocol {

        private let download: Download
        private var bytes = ByteBuffer()

        init(_ pool: RequestPool, _ request: HubRequest) {
            download = Download(pool, request)
        }

        /// The next device; `nil` behind the last one.
        ///
        /// Throws the server's error, or why there is no answer.
        public mutating func next() async throws(ClientError) -> DeviceCreation? {
            while true {
                if let line = line() { return try RequestPool.decode(DeviceCreation.self, line) }
                guard var more = try await download.pipe.take() else {
                    if Task.isCancelled { throw RequestPool.cancelled }
                    guard bytes.readableBytes == 0 else { throw Self.broken }
                    return nil
                }
                bytes.discardReadBytes()
                bytes.writeBuffer(&more)
            }
        }

        /// The next device; `nil` behind the last one.
        ///
        /// Throws the server's error, or why there is no answer.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ClientError) -> DeviceCreation? {
            try await next()
        }

        private mutating func line() -> [UInt8]? {
            guard let end = bytes.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let line = bytes.readBytes(length: end - bytes.readerIndex)
            bytes.moveReaderIndex(forwardBy: 1)
            return line
        }

        private static let broken = ClientError(
            HubError(.responseNotUnderstood, "The export ended inside a line.")
        )
    }

    /// An export from its beginning.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pool, request) }
}

/// An answer that comes while it is read; it ends with its owner.
private final class Download: Sendable {
    let pipe = LanePipe()
    private let sending: Task<Void, Never>

    init(_ pool: RequestPool, _ request: HubRequest) {
        sending = Task { [pipe] in
            do throws(ClientError) {
                _ = try await pool.send(request, .download(pipe))
                pipe.end(nil)
            } catch {
                pipe.end(error)
            }
        }
    }

    deinit {
        pipe.abandon()
        sending.cancel()
    }
}
