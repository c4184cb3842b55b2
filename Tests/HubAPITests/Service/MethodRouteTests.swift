import HTTPTypes
import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

/// Direct methods, from the service's call to the device's answer.
@Suite(.timeLimit(.minutes(1)))
struct MethodRouteTests {
    /// A device that answers each method as a test says.
    private func answering(
        _ site: ServiceSite,
        _ answer: @escaping @Sendable (DevicePublish, RequestID) -> (status: Int, payload: String)?
    ) async throws -> ListeningDevice {
        try await site.make("d")
        let box = DeviceBox()
        let device = try await ListeningDevice(site, as: "d") { message in
            if let id = RequestID(String(message.topic.split(separator: "=").last ?? "")),
                let answer = answer(message, id), let connection = box.device?.id
            {
                site.control.calls.answered(
                    id,
                    status: answer.status,
                    payload: Array(answer.payload.utf8),
                    by: connection.id
                )
            }
            return .written
        }
        box.device = device
        return device
    }

    private func call(_ site: ServiceSite, _ body: String, _ path: String = "/twins/d/methods") async throws -> Answer {
        try await site.send(.post, path, body)
    }

    @Test func `a device is called and answers`() async throws {
        let site = try await ServiceSite()
        let device = try await answering(site) { _, _ in (207, #"{"done":[1,null]}"#) }
        let answer = try await call(site, #"{"methodName":"re-boot.now~1","payload":{"delay":3}}"#)
        #expect(
            try site.json(answer)
                == .object(["status": .integer(207), "payload": .object(["done": .array([.integer(1), .null])])])
        )
        #expect(device.messages.map(\.topic) == ["$iothub/methods/POST/re-boot.now~1/?$rid=1"])
        #expect(device.messages.map(\.payload) == [Array(#"{"delay":3}"#.utf8)])
        _ = try await call(site, #"{"methodName":"m"}"#)
        #expect(device.messages.last?.payload == Array("null".utf8))
        #expect(site.control.calls.count == 0)
    }

    @Test(arguments: [("", JSONContent.null), ("no JSON", .string("no JSON")), ("5", .integer(5))])
    func `whatever a device answers is handed on`(payload: String, content: JSONContent) async throws {
        let site = try await ServiceSite()
        _ = try await answering(site) { _, _ in (-1, payload) }
        let answer = try site.json(await call(site, #"{"methodName":"m","responseTimeoutInSeconds":5}"#))
        #expect(answer == .object(["status": .integer(-1), "payload": content]))
    }

    @Test(arguments: [
        "a/b", "a+b", "#", "a?b", "$rid=1", "a b", "", "..", "é", "a%2Fb", "a\\n",
    ])
    func `names that mean something in a topic are refused`(name: String) async throws {
        let site = try await ServiceSite()
        let device = try await answering(site) { _, _ in (200, "") }
        let answer = try await call(site, #"{"methodName":"\#(name)"}"#)
        #expect(try site.code(answer, 400) == "ArgumentInvalid")
        #expect(device.messages.isEmpty)
    }

    @Test(arguments: [
        #"{"methodName":"m","responseTimeoutInSeconds":4}"#, #"{"methodName":"m","responseTimeoutInSeconds":301}"#,
        #"{"methodName":"m","connectTimeoutInSeconds":-1}"#, #"{"methodName":"m","connectTimeoutInSeconds":301}"#,
        #"{"methodName":5}"#, "{}", "[]", #"{"methodName":"m","payload":"#,
    ])
    func `calls that cannot be made are refused`(body: String) async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let code = try site.code(await call(site, body), 400)
        #expect(["ArgumentInvalid", "IotHubFormatError"].contains(code))
    }

    @Test func `payloads have a bound on both ways`() async throws {
        let site = try await ServiceSite()
        _ = try await answering(site) { _, _ in (200, "\"" + String(repeating: "x", count: 131_071) + "\"") }
        let long = String(repeating: "x", count: 131_071)
        #expect(try site.code(await call(site, #"{"methodName":"m","payload":"\#(long)"}"#), 413) == "MessageTooLarge")
        #expect(try site.code(await call(site, #"{"methodName":"m"}"#), 413) == "MessageTooLarge")
    }

    @Test func `a device that is not there, disabled, offline or does not listen is told apart`() async throws {
        let site = try await ServiceSite()
        let body = #"{"methodName":"m"}"#
        #expect(try site.code(await call(site, body), 404) == "DeviceNotFound")
        try await site.make("d")
        #expect(try site.code(await call(site, body), 404) == "DeviceNotOnline")
        _ = try await ListeningDevice(site, as: "d") { _ in .notListening }
        let deaf = try await call(site, body)
        #expect(try site.code(deaf, 404) == "DeviceNotOnline")
        #expect(deaf.text.contains("takes no direct methods"))
        _ = try await ListeningDevice(site, as: "d") { _ in .gone }
        #expect(try site.code(await call(site, body), 404) == "DeviceNotOnline")
        try await site.make("off")
        _ = try await site.send(.put, "/devices/off", #"{"status":"disabled"}"#, ifMatch: "*")
        #expect(try site.code(await call(site, body, "/twins/off/methods"), 403) == "DeviceDisabled")
        #expect(site.control.calls.count == 0)
    }

    @Test func `a device that is silent runs out, and its late answer reaches nobody`() async throws {
        let site = try await ServiceSite()
        let device = try await answering(site) { _, _ in nil }
        async let answer = call(site, #"{"methodName":"m","responseTimeoutInSeconds":7}"#)
        while device.messages.isEmpty { await Task.yield() }
        site.api.fixture.clock.advance(by: .milliseconds(6999))
        site.control.calls.expire()
        #expect(site.control.calls.count == 1)
        site.api.fixture.clock.advance(by: .milliseconds(1))
        site.control.calls.expire()
        #expect(try site.code(await answer, 504) == "GatewayTimeout")
        let connection = try #require(device.id)
        site.control.calls.answered(try #require(RequestID("1")), status: 200, payload: [], by: connection.id)
        #expect(site.control.calls.count == 0)
    }

    @Test func `the end of the connection ends its calls, and no other connection can answer them`() async throws {
        let site = try await ServiceSite()
        let device = try await answering(site) { _, _ in nil }
        try await site.make("other")
        let other = try await ListeningDevice(site, as: "other")
        async let answer = call(site, #"{"methodName":"m"}"#)
        while device.messages.isEmpty { await Task.yield() }
        let id = try #require(RequestID("1"))
        site.control.calls.answered(id, status: 200, payload: [], by: try #require(other.id).id)
        #expect(site.control.calls.count == 1)
        site.control.connections.closed(try #require(device.id).id, reason: nil)
        #expect(try site.code(await answer, 404) == "DeviceNotOnline")
        #expect(site.control.calls.count == 0)
    }

    @Test func `a call waits for the device to connect as long as it says`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        async let answer = call(site, #"{"methodName":"m","connectTimeoutInSeconds":60}"#)
        // It comes before or after the call began to wait; both must do.
        let box = DeviceBox()
        box.device = try await ListeningDevice(site, as: "d") { message in
            guard let id = RequestID(String(message.topic.split(separator: "=").last ?? "")) else { return .gone }
            // Before its own connection is known here, as if it had not subscribed yet.
            guard let connection = box.device?.id else { return .notListening }
            site.control.calls.answered(id, status: 200, payload: [], by: connection.id)
            return .written
        }
        site.control.connections.heard(try #require(box.device?.id).id)
        #expect(try site.json(await answer)["status"] == .integer(200))
    }

    @Test func `calls of one device that wait are bounded`() async throws {
        let site = try await ServiceSite()
        let device = try await answering(site) { _, _ in nil }
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<16 {
                let beside = try await ServiceSite(beside: site)
                group.addTask { try await call(beside, #"{"methodName":"m"}"#).status }
            }
            while device.messages.count < 16 { await Task.yield() }
            let refused = try await call(site, #"{"methodName":"m"}"#)
            #expect(try site.code(refused, 429) == "ThrottlingException")
            let connection = try #require(device.id).id
            for message in device.messages {
                let id = try #require(RequestID(String(message.topic.split(separator: "=").last ?? "")))
                site.control.calls.answered(id, status: 200, payload: [], by: connection)
            }
            for try await status in group { #expect(status == 200) }
        }
        #expect(site.control.calls.count == 0)
    }
}
