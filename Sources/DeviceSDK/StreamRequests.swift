public import StreamClient

/// The stream requests of a device, as they come.
public struct StreamRequests: AsyncSequence, Sendable {
    /// A request.
    public typealias Element = StreamRequest

    let device: DeviceClient

    /// Takes the requests.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let device: DeviceClient

        /// The next request; `nil` after `close()`, and when the task is cancelled.
        ///
        /// Throws when the hub refuses the device for good.
        public mutating func next() async throws(ClientError) -> StreamRequest? {
            try await device.nextRequest()
        }

        /// The next request; `nil` after `close()`, and when the task is cancelled.
        ///
        /// Throws when the hub refuses the device for good.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ClientError) -> StreamRequest? {
            try await device.nextRequest()
        }
    }

    /// An iterator; all of them take from the same requests.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(device: device) }
}
