import HubModel
import StreamCore
import TestSupport
import Testing

@testable import HubControl

/// How far one page of a query looks.
@Suite struct DeviceSearchTests {
    private func signature(_ fixture: ControlFixture) async throws -> ServiceSignature {
        let policy = try PolicyName("service")
        let key = try await fixture.control.policies.keys(fixture.owner, fixture.hub, policy).primaryKey
        let text = SharedAccessSignature.make(
            resource: "hub.devicestream.localhost",
            key: key,
            policy: policy,
            expires: fixture.clock.now + .seconds(60)
        ).text
        return ServiceSignature(text, hub: fixture.hub, address: "192.0.2.1")
    }

    @Test func `a count that looks at rows has an end in time, one that an index answers needs none`() async throws {
        let fixture = try await ControlFixture()
        _ = try await fixture.importDevices(#"{"deviceId":"a","tags":{"n":"1"}}"#)
        let signature = try await signature(fixture)
        let tagged = "SELECT COUNT() AS number FROM devices WHERE tags.n = '1'"
        var search = fixture.control.search
        func count(_ query: String) async throws(HubError) -> Int? {
            let page = try await search.find(signature, query, size: nil, continuation: nil)
            guard case .count(_, let count) = page else { return nil }
            return count
        }
        #expect(try await count(tagged) == 1)
        search.maximumCountTime = .zero
        #expect(try await count("SELECT COUNT() AS number FROM devices WHERE status = 'enabled'") == 1)
        let error = await #expect(throws: HubError.self) { try await count(tagged) }
        #expect(error?.code == .argumentInvalid && error?.target == "query")
    }

    @Test func `a page that looked at enough ends early, and the next one goes on behind it`() async throws {
        let fixture = try await ControlFixture()
        let lines = (0..<1300).map { #"{"deviceId":"d\#(1000 + $0)","tags":{"n":"\#($0 % 650)"}}"# + "\n" }
        _ = try await fixture.importDevices(lines.joined())
        let signature = try await signature(fixture)
        var search = fixture.control.search
        search.maximumScan = 600
        var sizes: [Int] = []
        var found: [String] = []
        var token: String?
        repeat {
            let page = try await search.find(
                signature,
                // Nothing that an index could answer.
                "SELECT * FROM devices WHERE NOT tags.n != '649'",
                size: 100,
                continuation: token
            )
            guard case .twins(let twins, let next) = page else {
                Issue.record("no twins")
                return
            }
            sizes.append(twins.count)
            found += twins.map(\.deviceId.text)
            token = next
        } while token != nil
        // Two batches of 500 a page: what is found is found at the end of the first page and of the second.
        #expect(sizes == [1, 1])
        #expect(found == ["d1649", "d2299"])
        search.maximumScan = 500
        let first = try await search.find(
            signature,
            "SELECT * FROM devices WHERE NOT tags.n != '649'",
            size: 100,
            continuation: nil
        )
        guard case .twins(let twins, let next) = first else {
            Issue.record("no twins")
            return
        }
        #expect(twins.isEmpty && next != nil)
    }
}
