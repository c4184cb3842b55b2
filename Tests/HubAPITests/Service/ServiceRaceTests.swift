import HTTPTypes
import HubModel
import StreamCore
import TestSupport
import Testing

/// Writers that meet.
@Suite(.timeLimit(.minutes(2)))
struct ServiceRaceTests {
    static let writers = 100

    /// Every writer reads nothing and writes under the same tag: in each round one wins and the others are told.
    private func race(
        _ site: ServiceSite,
        rounds: Int,
        tag: (ServiceSite) async throws -> String,
        write: @escaping @Sendable (ServiceSite, _ number: Int, _ tag: String) async throws -> Answer
    ) async throws {
        for round in 0..<rounds {
            let present = try await tag(site)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<Self.writers {
                    group.addTask { try await write(site, round * Self.writers + number, present).status }
                }
                return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(statuses == [200: 1, 412: Self.writers - 1], "round \(round)")
        }
    }

    @Test func `of a hundred writers with one tag of a device one wins each round`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let signature = try await site.signature()
        try await race(
            site,
            rounds: 3,
            tag: { try #require(try $0.json(await $0.send(.get, "/devices/d"))["etag"].text) },
            write: { site, number, tag in
                let body = #"{"statusReason":"\#(number)"}"#
                return try await site.send(.put, "/devices/d", body, ifMatch: tag, signature: signature)
            }
        )
    }

    @Test func `of a hundred writers with one tag of a twin one wins each round`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let signature = try await site.signature()
        try await race(
            site,
            rounds: 3,
            tag: { try #require(try $0.json(await $0.send(.get, "/twins/d"))["etag"].text) },
            write: { site, number, tag in
                let body = #"{"properties":{"desired":{"w":\#(number)}}}"#
                return try await site.send(.patch, "/twins/d", body, ifMatch: tag, signature: signature)
            }
        )
        #expect(try site.json(await site.send(.get, "/twins/d"))["properties/desired/$version"] == .integer(4))
    }

    @Test func `of a hundred who make a device one does`() async throws {
        let site = try await ServiceSite()
        let signature = try await site.signature()
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<Self.writers {
                group.addTask { try await site.send(.put, "/devices/d", "{}", signature: signature).status }
            }
            return try await group.reduce(into: [Int: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [200: 1, 409: Self.writers - 1])
    }

    @Test func `no update is lost, and the device hears of all in the order of their versions`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let device = try await ListeningDevice(site, as: "d")
        let signature = try await site.signature()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.writers {
                group.addTask {
                    let body =
                        #"{"tags":{"t\#(number)":\#(number)},"properties":{"desired":{"p\#(number)":\#(number)}}}"#
                    let answer = try await site.send(.patch, "/twins/d", body, signature: signature)
                    #expect(answer.status == 200)
                }
            }
            try await group.waitForAll()
        }
        let twin = try site.json(await site.send(.get, "/twins/d"))
        for number in 0..<Self.writers {
            #expect(twin["properties/desired/p\(number)"] == .integer(Int64(number)))
            #expect(twin["tags/t\(number)"] == .integer(Int64(number)))
        }
        #expect(twin["properties/desired/$version"] == .integer(101))
        #expect(
            device.messages.map(\.topic)
                == (2...101).map { "$iothub/twin/PATCH/properties/desired/?$version=\($0)" }
        )
    }
}
