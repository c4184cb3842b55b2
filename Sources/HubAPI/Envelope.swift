import HTTPTypes
import HubControl
import HubModel
import Hummingbird
import NIOCore

/// Makes the response of a reply: what all responses have in common.
struct Envelope {
    let request: Request
    let requestID: String
    /// The host that the request named, if this server owns it.
    let host: RequestHost?
    /// Whether this is the connection's last response.
    var closesConnection = false

    /// A client's own id of a request is sent back when it is no longer than this.
    static let maximumClientRequestIDLength = 128

    func response(_ reply: Reply) -> Response {
        var fields = reply.fields
        addCommon(to: &fields, reply)
        let isRead = request.method == .get || request.method == .head
        if let tag = tag(reply, isRead: isRead) {
            fields[.eTag] = "\"" + tag + "\""
            if isRead, reply.status == .ok, request.headers.hasContent(tag: tag) {
                return bare(.notModified, fields)
            }
        }
        if reply.status == .noContent { return bare(.noContent, fields) }
        fields[.contentType] = reply.contentType
        switch reply.body {
        case .empty:
            return Response(status: reply.status, headers: fields)
        case .bytes(let bytes):
            // A response to HEAD says how long the body would be, and has none.
            fields[.contentLength] = String(bytes.readableBytes)
            let body = request.method == .head ? ResponseBody() : ResponseBody(byteBuffer: bytes)
            return Response(status: reply.status, headers: fields, body: body)
        case .stream(let body):
            return Response(status: reply.status, headers: fields, body: Self.scoped(body))
        }
    }

    /// The body, written as a part of the present request: the framework writes it when the request's own task values
    /// are gone, and what is logged meanwhile belongs to the request, too.
    private static func scoped(_ body: ResponseBody) -> ResponseBody {
        guard let scope = RequestScope.current else { return body }
        return ResponseBody(contentLength: body.contentLength) { writer in
            let present = writer
            try await RequestScope.$current.withValue(scope) { try await body.write(present) }
        }
    }

    /// A response that can have no body, nor a length of one.
    private func bare(_ status: HTTPResponse.Status, _ fields: HTTPFields) -> Response {
        var response = Response(status: status, headers: fields)
        response.headers[.contentLength] = nil
        return response
    }

    private func tag(_ reply: Reply, isRead: Bool) -> String? {
        switch (reply.validator, reply.body) {
        case (.tag(let tag), _): tag
        case (.body, .bytes(let bytes)) where isRead: EntityTag.of(Array(bytes.readableBytesView))
        case (.body, _), (.none, _): nil
        }
    }

    private func addCommon(to fields: inout HTTPFields, _ reply: Reply) {
        fields[.requestID] = requestID
        if let id = request.headers[.clientRequestID], Self.isHarmless(id) { fields[.clientRequestID] = id }
        fields[.cacheControl] = Self.cacheControl(reply)
        fields[.xContentTypeOptions] = "nosniff"
        // On the client's own machine other programs live under the same name, without TLS.
        if let host, !host.isLocal { fields[.strictTransportSecurity] = "max-age=31536000" }
        if closesConnection { fields[.connection] = "close" }
    }

    /// A year is as good as for ever (RFC 9111 §1.2.2).
    private static func cacheControl(_ reply: Reply) -> String {
        if reply.holdsSecrets { return "no-store" }
        return reply.isImmutable ? "public, max-age=31536000, immutable" : "private, no-cache"
    }

    private static func isHarmless(_ id: String) -> Bool {
        (1...maximumClientRequestIDLength).contains(id.utf8.count) && id.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
    }
}
