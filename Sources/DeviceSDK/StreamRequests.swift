public import StreamClient

/// The stream requests of a device, as they come.
public struct StreamRequests: AsyncSequence, Sendable {
    /// A request.
    public typealias Element = StreamRequest

    /// Takes the requests.
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// The next request; `nil` after `close()`, or when the task is cancelled.
        public mutating func next() async throws(ClientError) -> StreamRequest? { nil }
    }

    /// An iterator; all of them take from the same requests.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}
