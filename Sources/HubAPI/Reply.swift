import HTTPTypes
import HubModel
import Hummingbird
import NIOCore

/// The answer of a route, before what all responses have in common is added.
struct Reply: Sendable {
    enum Body: Sendable {
        case empty
        case bytes(ByteBuffer)
        /// Written while it is made.
        case stream(ResponseBody)
    }

    /// Where the entity tag of the content comes from.
    enum Validator: Equatable, Sendable {
        case none
        /// Without its quotes.
        case tag(String)
        /// Equal bytes, equal tag.
        case body
    }

    var status = HTTPResponse.Status.ok
    var contentType: String?
    var body = Body.empty
    var validator = Validator.none
    /// Whether no cache may keep it, not even the client's own.
    var holdsSecrets = false
    /// Whether what stands under this path never changes, so that every cache may keep it.
    var isImmutable = false
    /// Fields that only this answer has.
    var fields = HTTPFields()

    static let json = "application/json"

    /// A value as JSON, whose tag follows from its bytes.
    static func content(_ value: some Encodable) throws(HubError) -> Reply {
        Reply(contentType: json, body: .bytes(ByteBuffer(bytes: try RestJSON.encode(value))), validator: .body)
    }

    /// A resource, which knows its tag.
    static func resource(_ resource: some Encodable & EntityTagged) throws(HubError) -> Reply {
        var reply = try content(resource)
        reply.validator = .tag(resource.representationTag)
        return reply
    }

    /// A resource that was created.
    ///
    /// The segments lead to it.
    static func created(_ resource: some Encodable & EntityTagged, at segments: [String]) throws(HubError) -> Reply {
        var reply = try Reply.resource(resource)
        reply.status = .created
        reply.fields[.location] = path(segments)
        return reply
    }

    /// A value that holds keys or tokens.
    static func secret(_ value: some Encodable) throws(HubError) -> Reply {
        var reply = try content(value)
        reply.holdsSecrets = true
        return reply
    }

    /// An error in the form of a face.
    static func failure(_ error: HubError, _ content: some Encodable) -> Reply {
        var reply = Reply(status: HTTPResponse.Status(code: error.code.httpStatus ?? 500), contentType: json)
        // A value of strings and numbers always has JSON; were there none, the status would still tell.
        if let bytes = try? RestJSON.encode(content) { reply.body = .bytes(ByteBuffer(bytes: bytes)) }
        reply.fields[.retryAfter] = error.retryAfterSeconds.map(String.init)
        return reply
    }

    static let noContent = Reply(status: .noContent)

    /// A path of encoded segments.
    static func path(_ segments: [String]) -> String {
        segments.map { "/" + PercentCoding.encode($0) }.joined()
    }
}

/// A resource whose body holds its entity tag.
protocol EntityTagged {
    /// Without quotes.
    var etag: String { get }
    /// The tag of this representation, where it shows more than the resource's own tag covers: that tag, a dot, and
    /// what tells two representations apart.
    var representationTag: String { get }
}

extension EntityTagged {
    var representationTag: String { etag }
}

extension HubResource: EntityTagged {}
extension EndpointResource: EntityTagged {}
extension PolicyResource: EntityTagged {}
extension CertificateResource: EntityTagged {}
extension DeviceResource: EntityTagged {
    /// A device connects and sends without being changed.
    var representationTag: String {
        guard let since = connectionStateUpdatedTime, let last = lastActivityTime else { return etag }
        return "\(etag).\(connectionState == .connected ? "c" : "d")\(since.milliseconds)-\(last.milliseconds)"
    }
}
