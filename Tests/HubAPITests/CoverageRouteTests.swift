import HTTPTypes
import HubControl
import HubModel
import StreamCore
import Synchronization
import TestSupport
import Testing

/// `/v1/hubs/{hub}/allowlist/coverage`: what devices report, and who may ask.
@Suite(.timeLimit(.minutes(1))) struct CoverageRouteTests {
    static let coverage = "/v1/hubs/hub/allowlist/coverage"
    static let steps = EndpointSteps(
        dns: .ok,
        tcp: .failed,
        proxy: .notNeeded,
        tls: .notTested,
        http: .notTested,
        webSocket: .notTested,
        clock: .notTested
    )

    /// A device that answers the question for a report as a test says; `nil` is silence.
    @discardableResult
    private func agent(
        _ site: ServiceSite,
        _ name: String,
        _ answer: @escaping @Sendable (Allowlist) throws -> (status: Int, payload: [UInt8])?
    ) async throws -> ListeningDevice {
        let box = DeviceBox()
        let device = try await ListeningDevice(site, as: name) { message in
            if let id = EndpointCheckTopic.question(message.topic),
                let list = try? RestJSON.decode(Allowlist.self, from: message.payload),
                let answer = try? answer(list), let connection = box.device?.id
            {
                site.control.calls.answered(id, status: answer.status, payload: answer.payload, by: connection.id)
            }
            return .written
        }
        box.device = device
        return device
    }

    /// A report that the steps were `steps` for every endpoint, and more of what nobody asked for.
    @Sendable private static func report(_ list: Allowlist) throws -> (status: Int, payload: [UInt8])? {
        let checks = try AllowlistEndpoint.all(of: list).map { endpoint in
            EndpointCheck(
                id: endpoint.record.id,
                host: endpoint.host,
                port: endpoint.port,
                checks: steps,
                issuer: "CN=\u{1B}[31mX",
                clockSkewSeconds: .max,
                detail: String(repeating: "é\n", count: 5_000)
            )
        }
        let others = [EndpointCheck(id: 77, host: "192.168.0.1", port: 22, checks: steps)]
        return (200, try RestJSON.encode(EndpointCheckReport(value: others + checks)))
    }

    private func ask(_ site: ServiceSite, _ devices: String...) async throws -> [CoverageAnswer] {
        let list = devices.map { "\"\($0)\"" }.joined(separator: ",")
        return try await site.api.send(.post, Self.coverage, "{\"deviceIds\":[\(list)]}").value(CoverageAnswers.self)
            .value
    }

    private func rows(_ site: ServiceSite, _ query: String = "") async throws -> [CoverageRow] {
        struct List: Decodable { var value: [CoverageRow] }
        return try await site.api.send(.get, Self.coverage + query).value(List.self).value
    }

    @Test func `what a device reports stands in its rows, and nothing that nobody asked for`() async throws {
        let site = try await ServiceSite()
        try await site.make("d", "e")
        let device = try await agent(site, "d", Self.report)
        let answers = try await ask(site, "d", "d")
        #expect(answers == [CoverageAnswer(deviceId: DeviceID(checked: "d"), reportedAt: site.api.fixture.clock.now)])
        // Of the list it is told what it needs, once.
        #expect(device.messages.count == 1)
        let question = try RestJSON.decode(Allowlist.self, from: try #require(device.messages.first).payload)
        #expect(question.value.allSatisfy { $0.ips.isEmpty && $0.notes == nil })
        let all = try await rows(site)
        let hosts = ["hub.devicestream.localhost", "hub.local-001.streams.devicestream.localhost"]
        #expect(all.map(\.host) == hosts + hosts)
        #expect(all.map(\.deviceId.text) == ["d", "d", "e", "e"])
        #expect(all.map(\.result) == [.failed, .failed, .notReported, .notReported])
        #expect(all.map(\.connectionState) == [.connected, .connected, .disconnected, .disconnected])
        #expect(all[0].checks == Self.steps && all[2].checks == nil)
        #expect(all[0].reportedAt == site.api.fixture.clock.now && all[2].reportedAt == nil)
        #expect(all[0].issuer == "CN=\\u{1B}[31mX")
        // 500 characters of its words, half of them made visible by two.
        #expect(all[0].detail?.contains("\n") == false && all[0].detail?.count == 751)
        #expect(all[0].clockSkewSeconds == 315_360_000)
        #expect(try await rows(site, "?deviceId=e").map(\.deviceId.text) == ["e", "e"])
        #expect(try await site.api.send(.get, Self.coverage + "?deviceId=nobody").error().code == "DeviceNotFound")
    }

    @Test func `a report goes with its device, and says nothing of an endpoint that came later`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        try await agent(site, "d", Self.report)
        _ = try await ask(site, "d")
        _ = try await site.api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"local-002","force":true}"#)
        #expect(try await rows(site).map(\.result) == [.failed, .failed, .notReported])
        _ = try await site.api.send(.delete, "/v1/hubs/hub/devices/d")
        #expect(try await rows(site).isEmpty)
        try await site.make("d")
        #expect(try await rows(site).map(\.result) == [.notReported, .notReported, .notReported])
    }

    @Test func `an endpoint that a device leaves out was not tested`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        try await agent(site, "d") { _ in (200, Array(#"{"value":[]}"#.utf8)) }
        #expect(try await ask(site, "d").map(\.code) == [nil])
        #expect(try await rows(site).map(\.result) == [.notTested, .notTested])
    }

    @Test func `pages hold each row once, wherever they end`() async throws {
        let site = try await ServiceSite()
        try await site.make("a", "b", "c", "e")
        for top in 1...9 {
            var (seen, path) = ([String](), Self.coverage + "?$top=\(top)")
            while true {
                struct Page: Decodable {
                    var value: [CoverageRow]
                    var nextLink: String?
                }
                let page = try await site.api.send(.get, path).value(Page.self)
                #expect(page.value.count <= top)
                seen += page.value.map { "\($0.deviceId)\($0.id)" }
                guard let next = page.nextLink, let slash = next.firstRange(of: "/v1/") else { break }
                path = String(next[slash.lowerBound...])
            }
            #expect(seen == ["a1", "a2", "b1", "b2", "c1", "c2", "e1", "e2"], "\(top)")
        }
        #expect(try await site.api.send(.get, Self.coverage + "?$skiptoken=ZA").status == 400)
    }

    @Test func `who cannot report is told apart, and keeps what it reported before`() async throws {
        let site = try await ServiceSite()
        try await site.make("away", "deaf", "odd", "rude", "large", "off")
        _ = try await ListeningDevice(site, as: "deaf") { _ in .notListening }
        try await agent(site, "odd", Self.report)
        _ = try await ask(site, "odd")
        for (device, status, payload) in [("odd", 200, "[]"), ("rude", 400, ""), ("large", 200, "")] {
            let bytes = device == "large" ? [UInt8](repeating: 0x20, count: 131_073) : Array(payload.utf8)
            try await agent(site, device) { _ in (status, bytes) }
        }
        _ = try await site.send(.put, "/devices/off", #"{"status":"disabled"}"#, ifMatch: "*")
        let answers = try await ask(site, "nobody", "away", "deaf", "odd", "rude", "large", "off")
        #expect(
            answers.map(\.code) == [
                "DeviceNotFound", "DeviceNotOnline", "DeviceNotListening", "ResponseNotUnderstood",
                "ResponseNotUnderstood", "MessageTooLarge", "DeviceDisabled",
            ]
        )
        #expect(answers.allSatisfy { $0.message != nil && $0.reportedAt == nil })
        #expect(answers[2].message?.contains("no agent") == true)
        #expect(try await rows(site, "?deviceId=odd").map(\.result) == [.failed, .failed])
        #expect(try await rows(site, "?deviceId=deaf").map(\.result) == [.notReported, .notReported])
    }

    @Test func `a silent device runs out, and is asked once at a time`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let device = try await agent(site, "d") { _ in nil }
        let other = try await ServiceSite(beside: site)
        async let first = ask(site, "d")
        while device.messages.isEmpty { await Task.yield() }
        #expect(try await ask(other, "d").map(\.code) == ["ThrottlingException"])
        #expect(device.messages.count == 1)
        site.api.fixture.clock.advance(by: .seconds(60))
        site.control.calls.expire()
        #expect(try await first.map(\.code) == ["GatewayTimeout"])
        // It may be asked anew.
        async let second = ask(site, "d")
        while device.messages.count < 2 { await Task.yield() }
        site.api.fixture.clock.advance(by: .seconds(60))
        site.control.calls.expire()
        #expect(try await second.map(\.code) == ["GatewayTimeout"])
    }

    @Test func `so many are asked at once and no more`() async throws {
        let site = try await ServiceSite()
        let names = (0..<65).map { "d\($0)" }
        for name in names { try await site.make(name) }
        let asked = Atomic(0)
        for name in names {
            try await agent(site, name) { _ in
                asked.add(1, ordering: .relaxed)
                return nil
            }
        }
        let many = "{\"deviceIds\":[\(names.prefix(33).map { "\"\($0)\"" }.joined(separator: ","))]}"
        #expect(try await site.api.send(.post, Self.coverage, many).status == 400)
        #expect(try await site.api.send(.post, Self.coverage, #"{"deviceIds":[]}"#).status == 400)
        let sites = [try await ServiceSite(beside: site), try await ServiceSite(beside: site)]
        func bodies(_ range: Range<Int>) -> String {
            "{\"deviceIds\":[\(names[range].map { "\"\($0)\"" }.joined(separator: ","))]}"
        }
        async let first = sites[0].api.send(.post, Self.coverage, bodies(0..<32))
        async let second = sites[1].api.send(.post, Self.coverage, bodies(32..<64))
        while asked.load(ordering: .relaxed) < 64 { await Task.yield() }
        let late = try await site.api.send(.post, Self.coverage, bodies(64..<65))
        #expect(late.status == 429)
        #expect(late.fields[.retryAfter] == "10")
        site.api.fixture.clock.advance(by: .seconds(60))
        site.control.calls.expire()
        #expect(try await first.status == 200)
        #expect(try await second.status == 200)
        #expect(asked.load(ordering: .relaxed) == 64)
    }
}
