import HTTPTypes
import HubControl
import HubModel
import TestSupport
import Testing

/// Consumer groups, which scripts make and delete with a hub.
@Suite struct ConsumerGroupTests {
    private struct Group: Decodable, Equatable {
        struct Properties: Decodable, Equatable {
            let created: Timestamp
        }

        let id: String
        let name: String
        let type: String
        let properties: Properties
    }

    private static let groups = "/hub/eventHubEndpoints/events/ConsumerGroups"

    private func names(_ client: AzureClient, hub: String = "hub") async throws -> [String] {
        let path = client.hubs + Self.groups.replacing("/hub/", with: "/\(hub)/")
        return try await client.send(.get, path).value(AzureClient.List<Group>.self).value.map(\.name)
    }

    @Test func `a group is made once, shown, listed after the one of every hub, and deleted`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let path = client.hubs + Self.groups + "/Alarms"
        let made = try await client.send(.put, path, #"{"properties":{"name":"Alarms"}}"#).value(Group.self)
        #expect(made.name == "Alarms" && made.id == path)
        #expect(made.type == "Microsoft.Devices/IotHubs/EventHubEndpoints/ConsumerGroups")
        #expect(made.properties.created == api.fixture.clock.now)
        api.fixture.clock.advance(by: .seconds(5))
        // Clients of older versions send no body, and names are the same in any case.
        let other = client.hubs + Self.groups + "/alarms"
        #expect(try await client.send(.put, other).value(Group.self) == made)
        #expect(try await client.send(.get, other).value(Group.self) == made)
        #expect(try await client.send(.put, client.hubs + Self.groups + "/%24default").status == 200)
        #expect(try await names(client) == ["$Default", "Alarms"])
        let gone = try await client.send(.delete, other)
        #expect(gone.status == 200 && gone.body.isEmpty)
        #expect(try await client.send(.delete, path).managementCode() == "ResourceNotFound")
        #expect(try await client.send(.get, path).managementCode() == "ResourceNotFound")
        #expect(try await names(client) == ["$Default"])
    }

    @Test func `the list is paged, and a page of one leads through all`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        for name in ["b", "a", "C"] {
            #expect(try await client.send(.put, client.hubs + Self.groups + "/" + name).status == 200)
        }
        var found: [String] = []
        var path = client.hubs + Self.groups + "?" + AzureClient.version + "&$top=1"
        while true {
            let page = try await api.send(.get, path, as: client.token).value(AzureClient.List<Group>.self)
            #expect(page.value.count == 1)
            found += page.value.map(\.name)
            guard let next = page.nextLink, found.count < 9 else { break }
            let target = try #require(next.firstRange(of: "/subscriptions")).lowerBound
            path = String(next[target...])
        }
        #expect(found == ["$Default", "a", "b", "C"])
    }

    @Test func `what is no group, no endpoint or another name is refused, and so is the end of the standard one`()
        async throws
    {
        let api = try await API()
        let client = try await AzureClient(api)
        let groups = client.hubs + Self.groups
        for name in ["-a", "a.", "a%20b", "%24Other", String(repeating: "a", count: 51)] {
            #expect(try await client.send(.put, groups + "/" + name).managementCode() == "InvalidRequestContent")
            #expect(try await client.send(.get, groups + "/" + name).managementCode() == "ResourceNotFound")
        }
        let other = try await client.send(.put, groups + "/a", #"{"properties":{"name":"b"}}"#)
        #expect(try other.managementCode() == "InvalidRequestContent")
        #expect(try await client.send(.delete, groups + "/%24Default").managementCode() == "Conflict")
        for method in [HTTPRequest.Method.get, .put, .delete] {
            let path = client.hubs + "/hub/eventHubEndpoints/other/ConsumerGroups/a"
            #expect(try await client.send(method, path).managementCode() == "ResourceNotFound")
            let missing = client.hubs + "/none/eventHubEndpoints/events/ConsumerGroups/a"
            #expect(try await client.send(method, missing).managementCode() == "ResourceNotFound")
        }
        #expect(try await names(client) == ["$Default"])
    }

    @Test func `a hub takes twenty groups, and one more when one is gone`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let groups = client.hubs + Self.groups
        for number in 1..<ConsumerGroupDirectory.maximumCount {
            #expect(try await client.send(.put, groups + "/g\(number)").status == 200)
        }
        #expect(try await names(client).count == 20)
        #expect(try await client.send(.put, groups + "/more").managementCode() == "Conflict")
        // One that is there is no new one.
        #expect(try await client.send(.put, groups + "/g1").status == 200)
        #expect(try await client.send(.delete, groups + "/g1").status == 200)
        #expect(try await client.send(.put, groups + "/more").status == 200)
    }

    @Test func `readers see groups, owners change them, and the groups of a hub go with it`() async throws {
        let api = try await API()
        let owner = try await AzureClient(api)
        let reader = try await AzureClient(api, role: .reader)
        let path = owner.hubs + Self.groups + "/a"
        #expect(try await reader.send(.put, path).managementCode() == "AuthorizationFailed")
        #expect(try await owner.send(.put, path).status == 200)
        #expect(try await reader.send(.get, path).status == 200)
        #expect(try await names(reader) == ["$Default", "a"])
        #expect(try await reader.send(.delete, path).managementCode() == "AuthorizationFailed")
        #expect(try await owner.send(.delete, owner.hubs + "/hub").status == 204)
        let again = #"{"location":"local","sku":{"name":"S1"}}"#
        #expect(try await owner.send(.put, owner.hubs + "/hub", again).status == 201)
        #expect(try await names(owner) == ["$Default"])
    }
}
