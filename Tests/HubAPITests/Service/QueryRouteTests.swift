import HTTPTypes
import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

/// Queries for devices.
@Suite struct QueryRouteTests {
    private func find(
        _ site: ServiceSite,
        _ query: String,
        size: Int? = nil,
        continuation: String? = nil
    ) async throws -> Answer {
        let body = String(decoding: try RestJSON.encode(["query": query]), as: UTF8.self)
        var fields = size.map { [("x-ms-max-item-count", String($0))] } ?? []
        if let continuation { fields.append(("x-ms-continuation", continuation)) }
        return try await site.send(.post, "/devices/query", body, fields: fields)
    }

    private func ids(_ site: ServiceSite, _ query: String) async throws -> [String] {
        let answer = try await find(site, query, size: 1000)
        #expect(answer["x-ms-item-type"] == "Twin")
        #expect(answer["x-ms-continuation"] == nil)
        guard case .array(let twins) = try site.json(answer) else { return [] }
        return twins.compactMap { $0["deviceId"].text }
    }

    /// Some 1,200 devices, of which every third is disabled and every tenth has a nested tag.
    private func site() async throws -> ServiceSite {
        let site = try await ServiceSite()
        let lines = (0..<1200).map { number in
            let status = number % 3 == 0 ? "disabled" : "enabled"
            return #"{"deviceId":"d\#(1000 + number)","status":"\#(status)","tags":{"site":"s\#(number % 7)"}}"# + "\n"
        }
        _ = try await site.api.fixture.importDevices(lines.joined())
        for number in stride(from: 0, to: 1200, by: 100) {
            let body = #"{"tags":{"floor":\#(number / 100),"at":{"room":"r"}},"properties":{"desired":{"x":1}}}"#
            #expect(try await site.send(.patch, "/twins/d\(1000 + number)", body).status == 200)
        }
        return site
    }

    @Test func `conditions select the same devices whether an index helps or not`() async throws {
        let site = try await site()
        func expected(_ matches: (Int) -> Bool) -> [String] { (0..<1200).filter(matches).map { "d\(1000 + $0)" } }
        let cases: [(String, [String])] = [
            ("status = 'disabled'", expected { $0 % 3 == 0 }),
            ("status != 'disabled'", expected { $0 % 3 != 0 }),
            ("tags.site = 's3' AND status = 'enabled'", expected { $0 % 7 == 3 && $0 % 3 != 0 }),
            ("tags.site IN ['s1','s2']", expected { $0 % 7 == 1 || $0 % 7 == 2 }),
            (
                "NOT tags.site = 's0' AND STARTSWITH(deviceId, 'd11')",
                expected { (100..<200).contains($0) && $0 % 7 != 0 }
            ),
            ("tags.floor = 3 OR tags.floor = 4", ["d1300", "d1400"]),
            ("tags.at.room = 'r' AND status = 'disabled'", expected { $0 % 100 == 0 && $0 % 3 == 0 }),
            ("deviceId = 'd1007'", ["d1007"]), ("deviceId = 'd1007' AND deviceId = 'd1008'", []),
            ("connectionState = 'Connected'", []),
        ]
        for (condition, devices) in cases {
            let found = try await ids(site, "SELECT * FROM devices WHERE " + condition)
            #expect(found == devices.prefix(1000).map { $0 }, "\(condition)")
            let count = try site.json(await find(site, "SELECT COUNT() AS n FROM devices WHERE " + condition))
            #expect(count["0/n"] == .integer(Int64(devices.count)), "\(condition)")
        }
        let twin = try site.json(await find(site, "SELECT * FROM devices WHERE deviceId = 'd1300'"))["0"]
        #expect(twin["tags/floor"] == .integer(3) && twin["properties/desired/x"] == .integer(1))
        #expect(twin == (try site.json(await site.send(.get, "/twins/d1300"))))
        let all = try site.json(await find(site, "SELECT COUNT() FROM devices"))
        #expect(all == .array([.object(["$1": .integer(1200)])]))
    }

    @Test func `pages hold every device once, while devices come and go`() async throws {
        let site = try await site()
        var found: [String] = []
        var token: String?
        var pages = 0
        repeat {
            let answer = try await find(
                site,
                "SELECT * FROM devices WHERE status = 'enabled'",
                size: 90,
                continuation: token
            )
            guard case .array(let twins) = try site.json(answer) else { break }
            found += twins.compactMap { $0["deviceId"].text }
            token = answer["x-ms-continuation"]
            pages += 1
            // One in front of the place and one that was shown already.
            try await site.make("a\(pages)")
            if let first = found.first { _ = try await site.send(.delete, "/devices/\(first)") }
        } while token != nil && pages < 100
        #expect(pages == 9)
        #expect(found == (0..<1200).filter { $0 % 3 != 0 }.map { "d\(1000 + $0)" })
    }

    @Test func `TOP counts over all pages`() async throws {
        let site = try await site()
        let query = "SELECT TOP 25 * FROM devices ORDER BY deviceId"
        var found: [String] = []
        var token: String?
        repeat {
            let answer = try await find(site, query, size: 10, continuation: token)
            guard case .array(let twins) = try site.json(answer) else { break }
            found += twins.compactMap { $0["deviceId"].text }
            token = answer["x-ms-continuation"]
        } while token != nil
        #expect(found == (0..<25).map { "d\(1000 + $0)" })
    }

    @Test func `who is connected is known at once`() async throws {
        let site = try await ServiceSite()
        try await site.make("a", "b")
        let device = try await ListeningDevice(site, as: "b")
        let query = "SELECT * FROM devices WHERE connectionState = 'Connected'"
        #expect(try await ids(site, query) == ["b"])
        site.control.connections.closed(try #require(device.id).id, reason: nil)
        #expect(try await ids(site, query) == [])
    }

    @Test(arguments: [
        "SELECT * FROM devices; DROP TABLE devices", "SELECT * FROM devices WHERE deviceId = 'a' OR 1=1",
        "SELECT * FROM devices WHERE deviceId = 'a'' OR ''='",
        "SELECT * FROM devices WHERE tags.x = (SELECT * FROM policies)",
        "SELECT primary_key FROM devices", "SELECT * FROM policies", "DELETE FROM devices", "",
        "SELECT * FROM devices WHERE tags.\"x\" = 1", "SELECT * FROM devices WHERE \u{0}",
    ])
    func `what is no query reaches no table`(query: String) async throws {
        let site = try await ServiceSite()
        try await site.make("a")
        #expect(try site.code(await find(site, query), 400) == "ArgumentInvalid")
        #expect(try await ids(site, "SELECT * FROM devices") == ["a"])
    }

    @Test(arguments: ["a' OR 'a'='a", "%", "_", "a\"; DROP TABLE devices; --", "\\u0000", "*", "' ESCAPE '", "é"])
    func `a text in a query is only a text`(text: String) async throws {
        let site = try await ServiceSite()
        try await site.make("a", "b")
        let quoted = text.replacing("\\", with: "\\\\").replacing("'", with: "\\'").replacing("\"", with: "\\\"")
        for condition in ["deviceId = ", "tags.site = ", "status = ", "STARTSWITH(deviceId, "] {
            let end = condition.hasPrefix("S") ? "'\(quoted)')" : "'\(quoted)'"
            #expect(try await ids(site, "SELECT * FROM devices WHERE " + condition + end) == [])
        }
        #expect(try await ids(site, "SELECT * FROM devices WHERE tags.site = '\(quoted)' OR deviceId = 'a'") == ["a"])
    }

    @Test(arguments: ["x", "MTIz", "LTEvYQ", "MC9h", "Ly4u", "Lw", "Zm9vL2E", "//8"])
    func `tokens and sizes that nobody gave are refused`(token: String) async throws {
        let site = try await ServiceSite()
        let answer = try await find(site, "SELECT * FROM devices", continuation: token)
        #expect(try site.code(answer, 400) == "ArgumentInvalid")
        for size in [0, -1] {
            #expect(try site.code(await find(site, "SELECT * FROM devices", size: size), 400) == "ArgumentInvalid")
        }
    }
}
