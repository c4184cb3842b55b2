import HTTPTypes
import HubControl
import HubModel
import TestSupport
import Testing

/// What Azure's clients ask beside the hubs.
@Suite struct AzureFactTests {
    private struct Rule: Decodable, Equatable {
        let keyName: String
        let primaryKey: String
        let secondaryKey: String
        let rights: String
    }

    @Test func `keys are those of the native API, with rights in Azure's words`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let answer = try await client.send(.post, client.hubs + "/hub/listkeys")
        #expect(answer.fields[.cacheControl] == "no-store")
        let rules = try answer.value(AzureClient.List<Rule>.self).value
        #expect(
            rules.map { "\($0.keyName): \($0.rights)" }.sorted() == [
                "device: DeviceConnect", "iothubowner: RegistryWrite, ServiceConnect, DeviceConnect",
                "registryRead: RegistryRead", "registryReadWrite: RegistryWrite", "service: ServiceConnect",
            ]
        )
        let native = try await api.send(.get, "/v1/hubs/hub/policies/service/keys").value(KeyPair.self)
        let one = try await client.send(.post, client.hubs + "/hub/IotHubKeys/service/listkeys").value(Rule.self)
        #expect(one.primaryKey == native.primaryKey.base64)
        #expect(one.secondaryKey == native.secondaryKey.base64)
        #expect(rules.contains(one))
        #expect(try await client.send(.post, client.hubs + "/hub/iothubkeys/none/listkeys").status == 404)
    }

    @Test func `devices are counted`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        try await api.makeDevices(["a", "b", "c"])
        #expect(try await api.send(.patch, "/v1/hubs/hub/devices/b", #"{"status":"disabled"}"#).status == 200)
        let counts = try await client.send(.get, client.hubs + "/hub/IotHubStats").text
        #expect(counts == #"{"disabledDeviceCount":1,"enabledDeviceCount":2,"totalDeviceCount":3}"#)
        let limited = try await api.send(.patch, "/v1/hubs/hub", #"{"properties":{"limits":{"devices":7}}}"#)
        #expect(limited.status == 200)
        let quotas = try await client.send(.get, client.hubs + "/hub/quotaMetrics").text
        #expect(quotas.contains(#"{"currentValue":3,"maxValue":7,"name":"TotalDeviceCount"}"#))
        #expect(quotas.contains(#"{"currentValue":0,"maxValue":null,"name":"TotalMessages"}"#))
    }

    private struct NameAnswer: Decodable {
        let nameAvailable: Bool
        let reason: String
        let message: String?
    }

    @Test(arguments: [
        ("hub", false, "AlreadyExists"), ("HUB", false, "AlreadyExists"), ("free-one", true, "Invalid"),
        ("a_b", false, "Invalid"),
    ])
    func `a name is free, taken or none`(_ name: String, _ isFree: Bool, _ reason: String) async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let path = client.subscription + "/providers/Microsoft.Devices/checkNameAvailability"
        let answer = try await client.send(.post, path, #"{"name":"\#(name)"}"#).value(NameAnswer.self)
        #expect(answer.nameAvailable == isFree)
        #expect(answer.reason == reason)
        #expect((answer.message == nil) == isFree)
    }

    @Test(arguments: [
        ("/hub/skus", #""name":"S1""#), ("/hub/routingEndpointsHealth", #"{"value":[]}"#),
        ("/hub/eventHubEndpoints/events/ConsumerGroups", #""name":"$Default""#),
        ("/hub/eventHubEndpoints/events/ConsumerGroups/%24Default", #""name":"$Default""#),
    ])
    func `small lists are there`(_ path: String, _ part: String) async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let answer = try await client.send(.get, client.hubs + path)
        #expect(answer.status == 200)
        #expect(answer.text.contains(part))
        let missing = try await client.send(.get, client.hubs + path.replacing("/hub", with: "/none"))
        #expect(try missing.managementCode() == "ResourceNotFound")
    }

    @Test func `subscription, tenant, locations and provider are one server's`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let tenancy = api.fixture.control.tenancy
        #expect(try await client.send(.get, "/subscriptions").text.contains(tenancy.subscriptionID))
        #expect(try await client.send(.get, client.subscription).text.contains(tenancy.tenantID))
        #expect(try await client.send(.get, "/tenants").text.contains(tenancy.tenantID))
        let locations = try await client.send(.get, client.subscription + "/locations").text
        #expect(locations.contains(#""name":"local""#) && locations.contains(#""name":"quiet""#))
        let provider = try await client.send(.get, client.subscription + "/providers/Microsoft.Devices").text
        #expect(provider.contains(#""registrationState":"Registered""#))
        let operations = try await client.send(.get, "/providers/Microsoft.Devices/operations").text
        #expect(operations.contains("Microsoft.Devices/IotHubs/Read"))
    }

    /// The members that `IotHubDescription` has in 2023-06-30-preview, and those that real answers have beside it.
    @Test func `a description has every member`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let text = try await client.send(.get, client.hubs + "/hub").text
        for member in [
            "id", "name", "type", "location", "tags", "subscriptionid", "resourcegroup", "etag", "properties", "sku",
            "identity", "systemData", "locations", "state", "provisioningState", "ipFilterRules", "hostName",
            "eventHubEndpoints", "events", "retentionTimeInDays", "partitionCount", "partitionIds", "routing",
            "serviceBusQueues", "serviceBusTopics", "eventHubs", "storageContainers", "cosmosDBSqlContainers", "routes",
            "fallbackRoute", "enrichments", "storageEndpoints", "$default", "messagingEndpoints", "fileNotifications",
            "enableFileUploadNotifications", "cloudToDevice", "feedback", "features", "deviceStreams",
            "streamingEndpoints", "minTlsVersion", "allowedFqdnList", "rootCertificate", "createdAt",
        ] {
            #expect(text.contains("\"\(member)\":"), "\(member)")
        }
        #expect(text.contains(#""hostName":"hub.devicestream.localhost:8443""#))
    }
}
