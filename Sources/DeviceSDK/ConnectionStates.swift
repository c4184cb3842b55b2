public import StreamClient

/// Where a device's connection to its hub is.
public enum DeviceConnectionState: Equatable, Sendable {
    /// A connection is being made.
    case connecting
    /// The hub knows that the device takes requests.
    case connected
    /// It was lost or did not come about; the next attempt is so far away.
    case waiting(ClientError, retryAfter: Duration)
    /// The hub refuses the device for good.
    case refused(ClientError)
    /// `close()` was called.
    case closed
}

/// The states of a device's connection.
public struct ConnectionStates: AsyncSequence, Sendable {
    /// A state.
    public typealias Element = DeviceConnectionState

    /// Takes the states.
    public struct AsyncIterator: AsyncIteratorProtocol {
        /// The next state; `nil` when there will be no more.
        public mutating func next() async -> DeviceConnectionState? { nil }
    }

    /// An iterator that begins with the present state.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator() }
}
