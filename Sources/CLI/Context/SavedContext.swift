import HubClient
import HubModel
import JMESPath

/// A server and the credential for it, as a context file holds them: one that `login` wrote, or the server's own
/// `context.json`.
struct SavedContext: Equatable {
    /// A context holds a token and a few certificates.
    static let maximumBytes = 256 * 1024

    var server: ServerURL
    /// A path, or certificates in PEM; the system's CAs where it is `nil`.
    var caCertificate: String?
    var token: Secret?
    /// The hub of commands that name none.
    var hub: String?

    init(server: ServerURL, caCertificate: String?, token: Secret?, hub: String?) {
        self.server = server
        self.caCertificate = caCertificate
        self.token = token
        self.hub = hub
    }

    /// Reads the file's JSON; members that this version does not know are left alone.
    init(parsing bytes: [UInt8], path: String) throws(HubError) {
        func problem(_ what: String) -> HubError {
            HubError(
                .noCredential,
                "The context file \(SystemFile.quoted(path)) \(what).",
                hint: "Sign in again with: devicestream login --server URL"
            )
        }
        guard let value = JSONValue.read(bytes), value.members != nil else { throw problem("is not JSON") }
        guard let url = value["server"]?.stringValue else { throw problem("names no server") }
        do throws(HubError) {
            server = try ServerURL(url, target: "server")
        } catch {
            throw problem("names a server that is none: \(error.message)")
        }
        caCertificate = value["caCertificate"]?.stringValue
        token = value["token"]?.stringValue.map(Secret.init(text:))
        hub = value["hub"]?.stringValue
    }

    /// The file's JSON.
    var bytes: [UInt8] {
        var members: [(String, JSONValue)] = [("server", .string(server.description))]
        if let caCertificate { members.append(("caCertificate", .string(caCertificate))) }
        if let token { members.append(("token", .string(token.text))) }
        if let hub { members.append(("hub", .string(hub))) }
        return Array((JSONValue.make(members).prettyText + "\n").utf8)
    }

    /// Whose signature counts for the server.
    var trust: Trust? {
        guard let caCertificate else { return nil }
        return caCertificate.hasPrefix("-----BEGIN") ? .pem(Array(caCertificate.utf8)) : .file(caCertificate)
    }

    /// What may be shown of it.
    func summary(name: String?, isCurrent: Bool) -> JSONValue {
        JSONValue.make([
            ("current", .bool(isCurrent)),
            ("hub", hub.map { .string($0) } ?? .null),
            ("name", name.map { .string($0) } ?? .null),
            ("server", .string(server.description)),
        ])
    }
}
