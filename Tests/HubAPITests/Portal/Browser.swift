import HTTPTypes
import HubModel
import TestSupport
import Testing

/// A browser at the main host of a hub: it keeps the session, and says where its requests come from.
struct Browser {
    static let host = "hub.devicestream.localhost:8443"
    static let origin = "https://" + host
    static let portal: HTTPField.Name = {
        guard let name = HTTPField.Name("x-devicestream-portal") else { preconditionFailure("no name of a field") }
        return name
    }()

    let api: API
    /// `name=value` of the cookie; empty where it has none.
    let cookie: String

    init(_ api: API, cookie: String = "") {
        self.api = api
        self.cookie = cookie
    }

    /// A browser that signed in with a token, the owner's unless another is given.
    static func signedIn(_ api: API, _ token: String? = nil) async throws -> Browser {
        let answer = try await Browser(api).signIn(token ?? api.token)
        try #require(answer.status == 303, "\(answer.text)")
        let cookie = try #require(answer.fields[.setCookie]).prefix { $0 != ";" }
        return Browser(api, cookie: String(cookie))
    }

    func signIn(_ token: String, origin: String = Self.origin, host: String = Self.host) async throws -> Answer {
        try await send(
            .post,
            "/portal/session",
            "token=" + PercentCoding.encode(token),
            host: host,
            fields: [(.origin, origin), (.contentType, "application/x-www-form-urlencoded")]
        )
    }

    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        host: String = Self.host,
        fields: [(HTTPField.Name, String)] = []
    ) async throws -> Answer {
        try await api.send(method, path, body, as: nil, host: host, fields: fields + [(.cookie, cookie)])
    }
}
