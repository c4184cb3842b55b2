import HTTPTypes
import HubControl
import HubModel

/// The cookie that holds the id of a session.
///
/// The prefix `__Host-` makes browsers take it only with `Secure`, for this host alone, and for all of its paths (RFC
/// 6265bis §4.1.3.2).
enum PortalSession {
    private static let cookie = "__Host-devicestream"
    private static let attributes = "; Path=/; Secure; HttpOnly; SameSite=Strict"

    /// The value of `Set-Cookie` that begins a session in a browser.
    static func beginning(_ id: Secret) -> String {
        "\(cookie)=\(id.text)\(attributes); Max-Age=\(SessionDirectory.lifetime.components.seconds)"
    }

    /// The one that ends it.
    static let ending = "\(cookie)=\(attributes); Max-Age=0"

    /// The id in the value of `Cookie`; `nil` where there is none.
    static func id(in value: String) -> String? {
        for piece in value.split(separator: ";") {
            let parts = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].drop(while: { $0 == " " }) == cookie, !parts[1].isEmpty else { continue }
            return String(parts[1])
        }
        return nil
    }
}

extension HTTPFields {
    /// The id of the session that the browser holds.
    var sessionID: String? { self[.cookie].flatMap(PortalSession.id) }

    /// Throws `Forbidden` unless the request, which a session lets in, comes from a page of this host.
    ///
    /// A browser sends its cookie with whatever a page makes it do. A page of another origin can neither send the field
    /// nor hide where it is from; what only reads, it may cause, and cannot read.
    func checkPortal(_ method: HTTPRequest.Method, _ host: RequestHost) throws(HubError) {
        guard method != .get, method != .head else { return }
        try checkOrigin(host)
        guard self[.portal] != nil else {
            throw HubError(
                .forbidden,
                "The request changes something and has no field 'x-devicestream-portal'.",
                hint: "Scripts send an API token: 'Authorization: Bearer TOKEN'."
            )
        }
    }

    /// Throws `Forbidden` unless the request is from a page of this host.
    func checkOrigin(_ host: RequestHost) throws(HubError) {
        guard self[.origin] == host.browserOrigin else {
            throw HubError(
                .forbidden,
                "The request is not from a page of \(host.browserOrigin).",
                target: "Origin",
                hint: "Scripts send an API token: 'Authorization: Bearer TOKEN'."
            )
        }
    }
}
