import HubModel
import StreamCore
import TestSupport
import Testing

@testable import HubControl

/// How far one page of a query looks.
@Suite struct DeviceSearchTests {
    @Test func `a page that looked at enough ends early, and the next one goes on behind it`() async throws {
        let fixture = try await ControlFixture()
        let lines = (0..<1300).map { #"{"deviceId":"d\#(1000 + $0)","tags":{"n":"\#($0 % 650)"}}"# + "\n" }
        _ = try await fixture.importDevices(lines.joined())
        let key = try await fixture.control.policies.keys(fixture.owner, fixture.hub, PolicyName("service")).primaryKey
        let host = "hub.devicestream.localhost"
        let expires = fixture.clock.now + .seconds(60)
        let policy = try PolicyName("service")
        let text = SharedAccessSignature.make(resource: host, key: key, policy: policy, expires: expires).text
        let signature = ServiceSignature(text, hub: fixture.hub, address: "192.0.2.1")
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
