import HTTPTypes
import HubAPI
import HubModel
import Hummingbird
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Testing

@Suite struct BodyTests {
    static let devices = "/v1/hubs/hub/devices"

    @Test(arguments: [
        (#"{"deviceId":"d","statsu":"x"}"#, "statsu"),
        (#"{"deviceId":"d","authentication":{"key":1}}"#, "authentication.key"),
        (#"{"deviceId":5}"#, "deviceId"), (#"{"deviceId":"a b"}"#, "deviceId"), (#"{"deviceId":".."}"#, "deviceId"),
        ("{}", "deviceId"), (#"{"deviceId":"d","tags":{"a":1}}"#, "tags.a"),
        (#"{"deviceId":"d","status":"on"}"#, "status"),
        (#"{"deviceId":"d","tags":[]}"#, "tags"),
    ])
    func `what is wrong in a body is named`(_ body: String, _ target: String) async throws {
        let answer = try await API().send(.post, Self.devices, body)
        #expect(answer.status == 400)
        let error = try answer.error()
        #expect(error.code == "ArgumentInvalid")
        #expect(error.target == target)
        #expect(error.message.contains(target))
    }

    @Test(arguments: [
        "", "{", "nul", "{\"deviceId\":\"d\"", "{'deviceId':'d'}", "{\"deviceId\":\"d\"}{}", "\u{FEFF}x",
        String(repeating: "[", count: 100_000), String(repeating: "{\"a\":", count: 100_000),
    ])
    func `a body that is no JSON is refused`(_ body: String) async throws {
        let answer = try await API().send(.post, Self.devices, body)
        #expect(answer.status == 400)
        #expect(try answer.error().code == "IotHubFormatError")
    }

    @Test(arguments: ["[]", "5", "\"x\"", "null"]) func `a body of another kind is refused`(_ body: String) async throws
    {
        #expect(try await API().send(.post, Self.devices, body).status == 400)
    }

    @Test(arguments: [
        ("text/plain", false), ("application/json", true), ("Application/JSON; charset=UTF-8", true),
        ("application/json;charset=\"utf-8\"", true), ("application/json; charset=utf-16", false),
        ("application/x-ndjson", false), ("application/merge-patch+json", false), ("", false), ("json", false),
    ])
    func `only JSON is read`(_ type: String, _ isRead: Bool) async throws {
        let answer = try await API().send(.post, Self.devices, #"{"deviceId":"d"}"#, fields: [(.contentType, type)])
        #expect(answer.status == (isRead ? 201 : 415))
        if !isRead { #expect(try answer.error().target == "Content-Type") }
    }

    @Test func `a compressed body is not read`() async throws {
        let fields: [(HTTPField.Name, String)] = [(.contentEncoding, "gzip")]
        let answer = try await API().send(.post, Self.devices, #"{"deviceId":"d"}"#, fields: fields)
        #expect(answer.status == 415)
    }

    @Test func `a document may have 1 MiB and no byte more`() async throws {
        let api = try await API()
        let document = #"{"deviceId":"d"}"#
        let full = document + String(repeating: " ", count: (1 << 20) - document.utf8.count)
        #expect(try await api.send(.post, Self.devices, full).status == 201)
        let answer = try await api.send(.post, Self.devices, full + " ")
        #expect(answer.status == 413)
        #expect(try answer.error().code == "MessageTooLarge")
    }

    /// A request whose length is not told, in pieces.
    private func chunked(_ path: String, _ type: String, _ token: String) -> HTTPRequest {
        var head = HTTPRequest(method: .post, scheme: "https", authority: API.server, path: path)
        head.headerFields[.authorization] = "Bearer " + token
        head.headerFields[.contentType] = type
        head.headerFields[.transferEncoding] = "chunked"
        return head
    }

    @Test func `a body without a length is read until it is too long, and ends the connection`() async throws {
        let api = try await API()
        let (body, source) = RequestBody.makeStream()
        async let answer = api.send(chunked(Self.devices, "application/json", api.token), body)
        for _ in 0..<17 { await source.yield(ByteBuffer(repeating: 0x20, count: 1 << 16)) }
        let refused = try await answer
        #expect(refused.status == 413)
        #expect(refused.fields[.connection] == "close")
        source.finish()
        #expect(api.channel.isActive)
        await api.channel.testingEventLoop.advanceTime(by: .seconds(6))
        #expect(!api.channel.isActive)
    }

    @Test func `a connection goes on after a body of bounded length that nobody read`() async throws {
        let api = try await API()
        let short = try await api.send(.post, Self.devices, #"{"deviceId":"d"}"#, as: nil)
        #expect(short.status == 401)
        #expect(short.fields[.connection] == nil)
        let fields: [(HTTPField.Name, String)] = [(.contentLength, "1048577")]
        let long = try await api.send(.post, Self.devices, "{", as: nil, fields: fields)
        #expect(long.status == 401)
        #expect(long.fields[.connection] == "close")
    }

    @Test func `a client that waits is asked for its body only when it is wanted`() async throws {
        let api = try await API()
        let fields: [(HTTPField.Name, String)] = [(.expect, "100-continue")]
        let refused = try await api.send(.post, Self.devices, "{}", as: nil, fields: fields)
        #expect(refused.status == 401)
        #expect(refused.fields[.connection] == "close")
        #expect(try await api.channel.readOutbound(as: HTTPResponsePart.self) == nil)
        let taken = try await api.send(.post, Self.devices, #"{"deviceId":"d"}"#, fields: fields)
        #expect(taken.status == 201)
        #expect(taken.fields[.connection] == nil)
        let part = try await api.channel.readOutbound(as: HTTPResponsePart.self)
        guard case .head(let head) = part else {
            Issue.record("nothing was asked")
            return
        }
        #expect(head.status == .continue)
    }

    @Test func `a body that breaks off does nothing`() async throws {
        let api = try await API()
        let fields: [(HTTPField.Name, String)] = [(.contentLength, "50")]
        let answer = try await api.send(.post, Self.devices, #"{"deviceId":"d"}"#, fields: fields)
        #expect(try answer.error().code == "IotHubFormatError")
        #expect(try await api.send(.get, Self.devices + "/d").status == 404)
    }

    @Test func `an import that breaks off keeps what came and tells`() async throws {
        let api = try await API()
        let fields: [(HTTPField.Name, String)] = [(.contentLength, "500"), (.contentType, "application/x-ndjson")]
        let answer = try await api.send(.post, "/v1/hubs/hub/deviceImport", "{\"deviceId\":\"d\"}\n", fields: fields)
        #expect(answer.status == 400)
    }
}
