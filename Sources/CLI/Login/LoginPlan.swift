import HubClient
import HubModel

/// To which server a login goes, and under which name it is kept.
struct LoginPlan {
    let server: ServerURL
    let name: String
    /// The context that the login replaces, when it is one for the same server.
    let known: SavedContext?
    /// The token of the environment, when it is for this server.
    let tokenOfEnvironment: String?

    /// `--server`, `DEVICESTREAM_SERVER`, or that of the context: who signs in again names nothing.
    ///
    /// Throws `Usage` when no server is named and none is known.
    init(_ session: Session, _ store: ContextStore) throws(HubError) {
        let environment = session.environment
        let namedContext = session.global.context ?? environment["DEVICESTREAM_CONTEXT"]
        if let namedContext { try ContextName.check(namedContext) }
        let given = try session.global.server.map { (text) throws(HubError) in try ServerURL(text) }
        let ofEnvironment = try environment["DEVICESTREAM_SERVER"].map { (text) throws(HubError) in
            try ServerURL(text, target: "DEVICESTREAM_SERVER")
        }
        let named = given ?? ofEnvironment
        // A login mends a context that is missing, broken or readable by others: none of these may stop it.
        let current = namedContext ?? (named == nil ? (try? store.currentName()) : nil)
        let name = current ?? named.map(Self.name(of:))
        let known = name.flatMap { try? store.load($0) }
        guard let server = named ?? known?.server, let name else {
            throw HubError(
                .usage,
                "Which server? Nobody is signed in yet.",
                target: "--server",
                hint: "Name it with: devicestream login --server https://HOST:PORT"
            )
        }
        self.server = server
        self.name = name
        self.known = known.flatMap { $0.server == server ? $0 : nil }
        let isForServer = ofEnvironment == nil || ofEnvironment == server
        tokenOfEnvironment = isForServer ? environment["DEVICESTREAM_TOKEN"] : nil
    }

    /// The server as the name of a context: its host and port, with what no file name should have replaced.
    static func name(of server: ServerURL) -> String {
        let bytes = server.authority.utf8.map { byte in
            byte.isLetterOrDigit || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") ? byte : UInt8(ascii: "-")
        }
        // Brackets of an address and a dot in front would make a name that is none.
        let text = String(decoding: bytes, as: UTF8.self).drop { $0 == "-" || $0 == "." }
        return String(text.prefix(64))
    }
}
