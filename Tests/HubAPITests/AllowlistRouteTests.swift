import HTTPTypes
import HubControl
import HubModel
import Synchronization
import TestSupport
import Testing

@Suite struct AllowlistRouteTests {
    static let list = "/v1/hubs/hub/allowlist"

    @Test(arguments: [
        ("", "", "application/json"),
        ("?format=csv", "", "text/csv; charset=utf-8; header=present"),
        ("?format=names", "text/csv", "text/plain; charset=utf-8"),
        ("", "text/csv", "text/csv; charset=utf-8; header=present"),
        ("", "text/plain;q=0.5, text/csv;q=0.1", "text/plain; charset=utf-8"),
        ("", "text/*", "text/csv; charset=utf-8; header=present"),
        ("?format=squid", "", "text/plain; charset=utf-8"),
        ("", "application/rss+xml", "application/rss+xml; charset=utf-8"),
        ("", "application/x-ns-proxy-autoconfig", "application/x-ns-proxy-autoconfig"),
        ("", "*/*", "application/json"),
    ])
    func `the form follows the parameter, or else what is accepted`(
        _ query: String,
        _ accept: String,
        _ type: String
    ) async throws {
        let answer = try await API().send(.get, Self.list + query, fields: [(.accept, accept)])
        #expect(answer.status == 200)
        #expect(answer.fields[.contentType] == type)
        #expect(answer.fields[.vary] == "Accept")
        #expect(answer.text.contains("hub.local-001.streams.devicestream.localhost"))
    }

    @Test func `a form that there is not is refused`() async throws {
        let api = try await API()
        let accept = try await api.send(.get, Self.list, fields: [(.accept, "image/png")])
        #expect(accept.status == 406)
        #expect(try accept.error().target == "Accept")
        let format = try await api.send(.get, Self.list + "?format=pdf")
        #expect(format.status == 400)
        #expect(try format.error().message.contains("json, csv, rss, names, edl-domain"))
    }

    /// A hub whose names resolve to an address that changes with `last`.
    private func resolving(_ last: @escaping @Sendable () -> Int) async throws -> ControlFixture {
        try await ControlFixture { _ in
            NameResolution(
                addresses: [AddressRange("192.0.2.\(last())")].compactMap(\.self),
                timeToLive: .seconds(60)
            )
        }
    }

    @Test func `a form made of addresses has a tag that follows them`() async throws {
        let last = Atomic(1)
        let fixture = try await resolving { last.load(ordering: .relaxed) }
        let api = try await API(fixture)
        let first = try await api.send(.get, Self.list + "?format=nftables")
        #expect(first.text.contains("192.0.2.1/32"))
        let same = try await api.send(.get, Self.list + "?format=nftables", fields: [(.ifNoneMatch, first.tag ?? "")])
        #expect(same.status == 304)
        last.store(2, ordering: .relaxed)
        fixture.clock.advance(by: .seconds(61))
        let moved = try await api.send(.get, Self.list + "?format=nftables", fields: [(.ifNoneMatch, first.tag ?? "")])
        #expect(moved.status == 200)
        #expect(moved.text.contains("192.0.2.2/32"))
    }

    @Test(arguments: AllowlistFormat.allCases)
    func `every form is served under its name, to be kept and asked for again`(format: AllowlistFormat) async throws {
        let api = try await API(resolving { 1 })
        let path = Self.list + "?format=" + format.rawValue
        let answer = try await api.send(.get, path)
        #expect(answer.status == 200)
        let name = format.fileName(of: try HubName("hub"))
        #expect(answer.fields[.contentDisposition] == "inline; filename=\"\(name)\"")
        #expect(answer.fields[.cacheControl] == "private, no-cache")
        #expect(try await api.send(.get, path, fields: [(.ifNoneMatch, answer.tag ?? "")]).status == 304)
    }

    @Test func `a form made of addresses is refused where a name has none`() async throws {
        let api = try await API()
        let answer = try await api.send(.get, Self.list + "?format=ufw")
        #expect(answer.status == 503)
        #expect(answer.fields[.retryAfter] == "60")
        let error = try answer.error()
        #expect(error.code == "NameNotResolved")
        #expect(error.message.contains("'hub.devicestream.localhost'"))
        #expect(try await api.send(.get, Self.list + ".sha256?format=ufw").status == 503)
    }

    @Test func `an endpoint that is announced before it is in DNS keeps no rule of today away`() async throws {
        let isThere = Atomic(false)
        let fixture = try await ControlFixture { name in
            let hasAddress = !name.contains("local-002") || isThere.load(ordering: .relaxed)
            let address = name.contains("local-002") ? "192.0.2.2" : "192.0.2.1"
            return NameResolution(
                addresses: hasAddress ? [AddressRange(address)].compactMap(\.self) : [],
                timeToLive: .seconds(60)
            )
        }
        let api = try await API(fixture)
        _ = try await api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"local-002"}"#)
        let path = Self.list + "?format=nftables"
        let first = try await api.send(.get, path)
        #expect(first.status == 200)
        #expect(first.text.contains("{ 192.0.2.1/32 }"))
        #expect(first.text.contains("port 8443, which has no addresses yet and NO RULES here"))
        isThere.store(true, ordering: .relaxed)
        fixture.clock.advance(by: .seconds(61))
        let second = try await api.send(.get, path, fields: [(.ifNoneMatch, first.tag ?? "")])
        #expect(second.status == 200)
        #expect(second.text.contains("{ 192.0.2.2/32 }") && !second.text.contains("NO RULES"))
        // From the day on which it is used, a hole is an error.
        isThere.store(false, ordering: .relaxed)
        fixture.clock.advance(by: .seconds(31 * 86_400))
        try await fixture.control.lifecycle.advance()
        #expect(try await api.send(.get, path).status == 503)
    }

    @Test func `checksums are lines for md5sum and sha256sum`() async throws {
        let api = try await API()
        let names = "hub.devicestream.localhost\nhub.local-001.streams.devicestream.localhost\n"
        #expect(try await api.send(.get, Self.list + "?format=names").text == names)
        let md5 = try await api.send(.get, Self.list + ".md5?format=names")
        #expect(md5.text == "e26d8a09ea45898443a3b0462a7d20ea  hub-names.txt\n")
        let sha256 = try await api.send(.get, Self.list + ".sha256?format=names")
        #expect(sha256.text == "00a829e2b3082efcac080222c6aa6b2c42425ba15c85baeaa59b407656d6073c  hub-names.txt\n")
        #expect(sha256.fields[.contentType] == "text/plain; charset=utf-8")
        #expect(try await api.send(.get, Self.list + ".sha256?format=pdf").status == 400)
        let tagged = try await api.send(.get, Self.list + ".md5?format=names", fields: [(.ifNoneMatch, md5.tag ?? "")])
        #expect(tagged.status == 304)
    }

    @Test func `nobody without a token reads notes`() async throws {
        let fixture = try await ControlFixture()
        let open = try ControlFixture.control(
            fixture.store,
            fixture.clock,
            domain: "devicestream.localhost",
            admitsAnonymous: true
        )
        try await open.start()
        let api = try await API(fixture, control: open)
        _ = try await api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"local-002","notes":"a word among us"}"#)
        for path in [Self.list, Self.list + "?format=csv", Self.list + "?format=squid", Self.list + "/changes"] {
            #expect(try await api.send(.get, path).text.contains("a word among us"))
            let answer = try await api.send(.get, path, as: nil)
            #expect(answer.status == 200)
            #expect(!answer.text.contains("a word among us"))
        }
    }

    @Test func `what DNS says changes the list but not its tag`() async throws {
        let fixture = try await ControlFixture { name in
            let address = name.hasPrefix("hub.local") ? "192.0.2.1" : "192.0.2.2"
            let ranges = try? AddressRange.canonical([address], target: "ips").compactMap { AddressRange($0) }
            return NameResolution(addresses: ranges ?? [], timeToLive: .seconds(60))
        }
        let resolved = try await API(fixture).send(.get, Self.list)
        let list = try resolved.value(Allowlist.self)
        #expect(list.value.map(\.ipsSource) == [.dns, .dns])
        let unresolved = try await API().send(.get, Self.list)
        for record in try unresolved.value(Allowlist.self).value {
            #expect(record.ipsSource == AllowlistRecord.AddressSource.none)
        }
        #expect(resolved.tag == unresolved.tag)
    }

    @Test func `each form has a tag of its own, which a change of the records changes`() async throws {
        let api = try await API()
        var tags: Set<String?> = []
        for format in ["json", "csv", "names"] {
            tags.insert(try await api.send(.get, Self.list + "?format=" + format).tag)
        }
        #expect(tags.count == 3)
        let before = try await api.send(.get, Self.list + "?format=names")
        _ = try await api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"local-002","force":true}"#)
        let after = try await api.send(.get, Self.list + "?format=names", fields: [(.ifNoneMatch, before.tag ?? "")])
        #expect(after.status == 200)
        #expect(after.text == before.text + "hub.local-002.streams.devicestream.localhost\n")
    }

    @Test func `changes are told since a version`() async throws {
        let api = try await API()
        let version = try await api.send(.get, Self.list + "/version").value(AllowlistVersionResource.self).version
        let all = try await api.send(.get, Self.list + "/changes").value(AllowlistChanges.self, status: 200)
        #expect(all.value.map(\.disposition) == [.add, .add])
        _ = try await api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"local-002","force":true}"#)
        let since = try await api.send(.get, Self.list + "/changes?since=\(version)")
        let changes = try since.value(AllowlistChanges.self)
        #expect(changes.value.map(\.current?.urls) == [["hub.local-002.streams.devicestream.localhost"]])
        #expect(changes.version > version)
    }

    @Test(arguments: ["1", "20261123", "2026112300x", "-202611230", "20261123000"])
    func `a version that is none is refused`(_ version: String) async throws {
        let answer = try await API().send(.get, Self.list + "/changes?since=" + version)
        #expect(answer.status == 400)
        #expect(try answer.error().target == "since")
    }
}
