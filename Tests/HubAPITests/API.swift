import HTTPTypes
import HubAPI
import HubControl
import HubModel
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import TestSupport
import Testing

/// The REST API over a hub in memory, without sockets.
struct API {
    let fixture: ControlFixture
    let responder: HubResponder
    let channel: NIOAsyncTestingChannel

    static let server = "devicestream.localhost:8443"
    static let document = Array(#"{"info":{},"openapi":"3.1.0","paths":{}}"#.utf8)

    var token: String { fixture.token }

    init() async throws {
        try await self.init(ControlFixture())
    }

    /// `control` stands in the place of the fixture's own.
    init(_ fixture: ControlFixture, control: ControlPlane? = nil) async throws {
        self.fixture = fixture
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        responder = HubResponder(
            control: control ?? fixture.control,
            openAPI: Self.document,
            logger: logger,
            world: fixture.clock.world
        )
        (control ?? fixture.control).diagnostics.pumps.attach { _, _, _ in TakingSink() }
        channel = NIOAsyncTestingChannel()
        let address = try SocketAddress(ipAddress: "192.0.2.7", port: 40_000)
        try await channel.connect(to: address).get()
        channel.remoteAddress = address
    }

    /// Sends a request with the owner's token, and a body as JSON unless `fields` say otherwise.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        fields: [(HTTPField.Name, String)] = []
    ) async throws -> Answer {
        try await send(method, path, body, as: token, fields: fields)
    }

    /// Sends a request as the bearer of a token, or of none.
    func send(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ body: String? = nil,
        as token: String?,
        host: String? = server,
        fields: [(HTTPField.Name, String)] = []
    ) async throws -> Answer {
        var head = HTTPRequest(method: method, scheme: "https", authority: host, path: path)
        if let token { head.headerFields[.authorization] = "Bearer " + token }
        if let body {
            head.headerFields[.contentType] = "application/json"
            head.headerFields[.contentLength] = String(body.utf8.count)
        }
        for (name, value) in fields { head.headerFields[name] = value.isEmpty ? nil : value }
        return try await send(head, RequestBody(buffer: ByteBuffer(string: body ?? "")))
    }

    /// Sends a request as it is.
    func send(_ head: HTTPRequest, _ body: RequestBody) async throws -> Answer {
        let response = try await responder.respond(
            to: Request(head: head, body: body),
            context: HubRequestContext(channel: channel)
        )
        let collector = BodyCollector()
        try await response.body.write(BodyCollector.Writer(collector: collector))
        return Answer(
            method: head.method,
            status: Int(response.status.code),
            fields: response.headers,
            body: await collector.bytes,
            chunks: await collector.chunks
        )
    }

    /// Makes devices by import.
    func makeDevices(_ ids: [String]) async throws {
        _ = try await fixture.importDevices(ids.map { "{\"deviceId\":\"\($0)\"}\n" }.joined())
    }
}

/// What the API answered.
struct Answer {
    let method: HTTPRequest.Method
    let status: Int
    let fields: HTTPFields
    let body: [UInt8]
    /// How many pieces the body was written in.
    let chunks: Int

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The body as a value, with the checks that hold for every answer.
    func value<Value: Decodable>(_ type: Value.Type, status expected: Int = 200) throws -> Value {
        try #require(status == expected, "\(text)")
        return try RestJSON.decode(type, from: body)
    }

    /// The error in the envelope, after the checks that hold for every error.
    func error() throws -> ErrorBody.Content {
        let content = try RestJSON.decode(ErrorBody.self, from: body).error
        #expect(content.trackingId == requestID)
        #expect(content.number / 1000 == status)
        #expect(fields[.contentType] == "application/json")
        return content
    }

    var requestID: String? { self["x-ms-request-id"] }

    /// The entity tag with its quotes.
    var tag: String? { fields[.eTag] }

    subscript(name: String) -> String? { HTTPField.Name(name).flatMap { fields[$0] } }
}

/// Takes the body that a response writes.
actor BodyCollector {
    private(set) var bytes: [UInt8] = []
    private(set) var chunks = 0

    func take(_ buffer: ByteBuffer) {
        bytes += Array(buffer.readableBytesView)
        chunks += 1
    }

    struct Writer: ResponseBodyWriter {
        let collector: BodyCollector

        func write(_ buffer: ByteBuffer) async throws { await collector.take(buffer) }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}

extension HTTPField.Name {
    static let clientRequest: HTTPField.Name = {
        guard let name = HTTPField.Name("x-ms-client-request-id") else { preconditionFailure("no name of a field") }
        return name
    }()
}
