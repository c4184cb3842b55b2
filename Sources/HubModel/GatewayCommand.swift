/// What a hub tells a gateway.
///
/// Plain values: in one process they are handed over by a call, between processes they cross a connection.
package enum GatewayCommand: Equatable, Sendable {
    /// End the stream: whoever is on it is closed with the code's close code, whoever comes is refused. Both are told
    /// the code and the words of who ended it, where there are some.
    case close(StreamKey, ErrorCode, words: String? = nil)
}
