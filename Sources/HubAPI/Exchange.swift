import HTTPTypes
import HubControl
import HubModel
import Hummingbird
import Logging
import NIOCore

/// A request as a route sees it: found, checked and read.
struct Exchange: Sendable {
    let control: ControlPlane
    let fields: HTTPFields
    /// The host that the request named; this server owns it.
    let host: RequestHost
    /// The segments of the path, decoded.
    let path: [String]
    /// Those of them that are parameters of the route.
    let parameters: [String]
    let query: QueryParameters
    /// The document of a route that takes one.
    let document: ByteBuffer
    /// The body of a route that reads it as it comes.
    let content: RequestContent
    /// The IP address that the request came from; empty where it has none.
    let peerAddress: String
    /// The id of the request: `x-ms-request-id` of its response.
    let requestID: String
    let receivedAt: Timestamp
    /// For work that nobody needs once the client has gone.
    let client: ClientWatch
    let logger: Logger

    /// The hub in the path, which comes first in all of them.
    var hub: HubName {
        get throws(HubError) { try HubName(parameters[0], target: "hub") }
    }

    /// A later parameter of the path.
    func id<ID: Identifier>(_ type: ID.Type, target: String) throws(HubError) -> ID {
        try ID(parameters[parameters.endIndex - 1], target: target)
    }

    /// The document as a value.
    func decode<Value: Decodable>(_ type: Value.Type) throws(HubError) -> Value {
        try RestJSON.decode(type, from: document.readableBytesView)
    }

    /// The document as a value; `nil` where there is none.
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type) throws(HubError) -> Value? {
        document.readableBytes == 0 ? nil : try decode(type)
    }

    /// The part of a list that is asked for.
    func page() throws(HubError) -> PageRequest {
        try PageRequest(
            top: query.number(ListParameter.top) ?? PageRequest.defaultTop,
            skipToken: query[ListParameter.skipToken]
        )
    }

    /// A page of a list, with the link to the next one.
    func reply<Element: Codable & Equatable & Sendable>(_ page: ListPage<Element>) throws(HubError) -> Reply {
        try .content(Page(value: page.value, nextLink: page.next.map(nextLink)))
    }

    /// The URL of this request, but for the page.
    func nextLink(_ skipToken: String) -> String {
        let parameters = query.all.filter { $0.name != ListParameter.skipToken }.map { ($0.name, $0.value) }
        let text = (parameters + [(ListParameter.skipToken, skipToken)])
            .map { $0 + "=" + PercentCoding.encode($1) }.joined(separator: "&")
        return host.origin(control.naming) + Reply.path(path) + "?" + text
    }
}

/// The query parameters of every list.
enum ListParameter {
    static let top = "$top"
    static let skipToken = "$skiptoken"
    static let all = [top, skipToken]
}
