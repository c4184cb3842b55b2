/// The error of this product: a code of the catalogue, and what was wrong in this case.
///
/// `message` goes to the caller; `detail` goes to the log only. Each wire has one file that reads the catalogue's columns.
public struct HubError: Error, Equatable, Sendable {
    /// The code of the catalogue, by which programs tell errors apart.
    public var code: ErrorCode
    /// What was wrong, the value, and whose it was.
    ///
    /// A whole sentence.
    public var message: String
    /// The member, parameter or header that was wrong.
    public var target: String?
    /// The stage of a handshake that ran out.
    public var stage: String?
    /// When it is worth trying again.
    public var retryAfter: Duration?
    /// What to do next; the catalogue's advice where it is `nil`.
    public var hint: String?
    /// For the log of the server; never sent to a peer.
    public var detail: String?

    /// An error of a code; the rest where it is known.
    public init(
        _ code: ErrorCode,
        _ message: String,
        target: String? = nil,
        stage: String? = nil,
        retryAfter: Duration? = nil,
        hint: String? = nil,
        detail: String? = nil
    ) {
        self.code = code
        self.message = message
        self.target = target
        self.stage = stage
        self.retryAfter = retryAfter
        self.hint = hint
        self.detail = detail
    }
}
