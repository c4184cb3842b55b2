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

/// The states of a device's connection; a slow reader misses states, never the newest.
public struct ConnectionStates: AsyncSequence, Sendable {
    /// A state.
    public typealias Element = DeviceConnectionState

    let board: StateBoard

    /// Takes the states.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let board: StateBoard
        var version = 0

        /// The next state; `nil` when there will be no more, and when the task is cancelled.
        public mutating func next() async -> DeviceConnectionState? {
            guard let (value, version) = await board.next(after: version) else { return nil }
            self.version = version
            return value
        }
    }

    /// An iterator that begins with the present state.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(board: board) }
}
