/// How a stream ended.
public enum StreamEnd: Equatable, Sendable {
    /// The other side finished: everything that it sent was delivered.
    case finished
    /// This side closed the stream.
    case closedHere
    /// The hub or its gateway closed it; the code of the catalogue where it is one, and the reason in words.
    case closedByHub(ErrorCode?, reason: String)
    /// The connection broke, or nobody answered any more; in words.
    case connectionLost(String)
}
