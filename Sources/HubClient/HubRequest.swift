import HubModel

/// A request of the REST API, as a value.
///
/// The makers in `HubRequest+….swift` are the one place that knows the routes.
package struct HubRequest: Equatable, Sendable {
    package enum Method: String, CaseIterable, Sendable {
        case get = "GET"
        case head = "HEAD"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
        case options = "OPTIONS"

        /// Whether sending it twice does what sending it once does (RFC 9110 §9.2.2).
        ///
        /// `PATCH` and `POST` are never sent twice.
        package var isIdempotent: Bool {
            switch self {
            case .get, .head, .put, .delete, .options: true
            case .post, .patch: false
            }
        }
    }

    /// A header field.
    package struct Field: Equatable, Sendable {
        package var name: String
        package var value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }

        /// Whether it is one field on one line (RFC 9110 §5.1, §5.5), and neither ends it nor begins another.
        var isSendable: Bool {
            let symbols = "!#$%&'*+-.^_`|~".utf8
            return !name.isEmpty && name.utf8.allSatisfy { $0.isLetterOrDigit || symbols.contains($0) }
                && value.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
        }
    }

    package var method: Method
    /// Path and query.
    package var target: String
    /// Beside those that the client sets itself.
    package var fields: [Field] = []
    package var body: [UInt8]?
    /// The type of the body.
    package var contentType = "application/json"
    /// How long the server may wait before it answers, because the request asks it to.
    package var waits = Duration.zero

    package init(_ method: Method, target: String, fields: [Field] = [], body: [UInt8]? = nil) {
        self.method = method
        self.target = target
        self.fields = fields
        self.body = body
    }

    package init(_ method: Method, _ segments: String..., query: KeyValuePairs<String, String?> = [:]) {
        self.init(method, target: RequestTarget.make(["v1"] + segments, query: query))
    }

    /// The same request with a JSON body.
    func sending(_ value: some Encodable) throws(HubError) -> HubRequest {
        var request = self
        request.body = try RestJSON.encode(value)
        return request
    }
}
