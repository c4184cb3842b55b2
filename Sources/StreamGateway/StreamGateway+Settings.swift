import StreamCore

extension StreamGateway {
    /// How patient a gateway is.
    package struct Settings: Sendable {
        /// Silence of a side before it is asked whether it is there.
        package var pingInterval = PingWatch.standardInterval

        /// How long it may stay silent then.
        package var pingPatience = PingWatch.standardPatience

        /// How long a side may take to answer a close frame that was written to it.
        package var closeTimeout = Duration.seconds(5)

        /// How long a side may take nothing of what there is to write to it.
        package var writeTimeout = StreamPatience.stall

        /// How long a side is waited for when the hub ordered the end: revocation is done within 2 s.
        package var orderTimeout = Duration.seconds(1)

        /// How often the waiting room is looked through; tokens are good for whole seconds.
        package var lookInterval = Duration.seconds(1)

        /// The least time between two reports of the bytes of a stream.
        package var progressInterval = Duration.seconds(1)

        package init() {}
    }
}
