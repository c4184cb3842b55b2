import HTTPTypes
import HubModel
import TestSupport
import Testing

/// Azure Resource Manager's API over the hubs that the native API shows.
@Suite struct AzureManagementTests {
    private typealias Hub = AzureClient.Hub
    private typealias Hubs = AzureClient.List<AzureClient.Hub>

    @Test func `what one API creates and changes the other shows`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let put = try await client.send(
            .put,
            client.subscription + "/resourceGroups/Plant7/providers/Microsoft.Devices/IotHubs/Second",
            #"{"location":"Local","tags":{"a":"b"},"sku":{"name":"F1","capacity":1},"properties":{"unheard":[1]},"more":{}}"#
        )
        let hub = try put.value(Hub.self, status: 201)
        #expect(hub.resourcegroup == "Plant7")
        #expect(hub.properties.provisioningState == "Succeeded")
        let native = try await api.send(.get, "/v1/hubs/second").value(HubResource.self)
        #expect(native.resourceGroup == "Plant7")
        #expect(native.location == "local")
        #expect(native.tags == ["a": "b"])
        #expect(native.etag == hub.etag)
        #expect(put.tag == "\"\(hub.etag)\"")
        #expect(native.properties.hostName == hub.properties.hostName)
        #expect(native.properties.deviceStreams == hub.properties.deviceStreams)

        let patch = try await api.send(.patch, "/v1/hubs/second", #"{"tags":{"a":null,"c":"d"}}"#)
        #expect(patch.status == 200)
        let seen = try await client.send(.get, hub.id.lowercased()).value(Hub.self)
        #expect(seen.tags == ["c": "d"])
        #expect(seen.id == hub.id)
        #expect(try await client.send(.delete, hub.id).status == 204)
        #expect(try await api.send(.get, "/v1/hubs/second").status == 404)
        #expect(try await client.send(.delete, hub.id).status == 204)
        #expect(try await client.send(.get, hub.id).managementCode() == "ResourceNotFound")
    }

    @Test func `streams are there where the region has them`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let here = try await client.send(.put, client.hubs + "/second", #"{"location":"local"}"#)
        let urls = ["https://second.local-001.streams.devicestream.localhost:8443"]
        #expect(try here.value(Hub.self, status: 201).properties.deviceStreams?.streamingEndpoints == urls)
        let quiet = try await client.send(.put, client.hubs + "/third", #"{"location":"quiet"}"#)
        #expect(try quiet.value(Hub.self, status: 201).properties.deviceStreams == nil)
        #expect(!quiet.text.contains("deviceStreams"))
    }

    @Test func `words of a path are the same in any case, and several slashes are one`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let id = try await client.send(.get, client.hubs + "/hub").value(Hub.self).id
        for path in [
            client.subscription.uppercased() + "/resourcegroups/DEFAULT/providers/microsoft.devices/iothubs/HUB",
            client.subscription + "/resourcegroups/default/providers/Microsoft.Devices//IotHubs/hub",
            "/" + client.subscription + "///resourceGroups/default/providers/Microsoft.Devices/IotHubs/hub/",
        ] {
            #expect(try await client.send(.get, path).value(Hub.self).id == id)
        }
        for path in [
            "/SUBSCRIPTIONS/../v1/hubs", "/subscriptions/%2e%2e/x", "/subscriptions/a%2Fb", "/V1/hubs", "//v1/hubs",
        ] {
            let status = try await client.send(.get, path).status
            #expect(status == 400 || status == 404, "\(path)")
        }
    }

    @Test(arguments: [
        ("", "MissingApiVersionParameter"), ("?api-version=", "InvalidRequestContent"),
        ("?api-version=latest", "InvalidApiVersionParameter"),
        ("?api-version=2023-13-30", "InvalidApiVersionParameter"),
        ("?api-version=2023-06-30-beta", "InvalidApiVersionParameter"),
    ])
    func `a request names its version`(_ query: String, _ code: String) async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        for path in ["/subscriptions", client.hubs + "/hub"] {
            let answer = try await api.send(.get, path + query, as: client.token)
            #expect(answer.status == 400)
            #expect(try answer.managementCode() == code)
        }
    }

    @Test(arguments: ["2019-07-01-preview", "2023-06-30", "2026-10-01-preview", "2015-01-01"])
    func `every version is taken, with whatever else a client asks`(_ version: String) async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let path = client.hubs + "/hub?api-version=\(version)&$expand=createdTime&%zz=1"
        #expect(try await api.send(.get, path, as: client.token).status == 200)
    }

    @Test func `lists are followed from page to page, in a subscription and in a group`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        for name in ["b-one", "b-two", "b-three"] {
            let group = name == "b-two" ? "odd" : "Even"
            let path = client.subscription + "/resourceGroups/\(group)/providers/Microsoft.Devices/IotHubs/\(name)"
            #expect(try await client.send(.put, path, #"{"location":"local"}"#).status == 201)
        }
        func names(_ path: String) async throws -> [String] {
            var next: String? = path + "?\(AzureClient.version)&$top=1"
            var names: [String] = []
            while let path = next {
                let page = try await api.send(.get, path, as: client.token).value(Hubs.self)
                #expect(page.value.count == 1)
                names += page.value.map(\.name)
                if let link = page.nextLink { #expect(link.hasPrefix("https://" + API.server + "/subscriptions/")) }
                next = page.nextLink.map { String($0.dropFirst("https://".count + API.server.count)) }
            }
            return names
        }
        let provider = "/providers/Microsoft.Devices/IotHubs"
        #expect(try await names(client.subscription + provider) == ["b-one", "b-three", "b-two", "hub"])
        #expect(try await names(client.subscription + "/resourceGroups/even" + provider) == ["b-one", "b-three"])
        let none = try await client.send(.get, client.subscription + "/resourceGroups/none" + provider)
        #expect(try none.value(Hubs.self).value.isEmpty)
    }

    @Test func `a group is there while a hub is in it`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let group = client.subscription + "/resourcegroups/plant7"
        #expect(try await client.send(.head, group).status == 404)
        #expect(try await client.send(.get, group).managementCode() == "ResourceGroupNotFound")
        let hub = group + "/providers/Microsoft.Devices/IotHubs/second"
        #expect(try await client.send(.put, hub, #"{"location":"quiet"}"#).status == 201)
        #expect(try await client.send(.head, group.uppercased()).status == 204)
        #expect(try await client.send(.get, group).text.contains(#""location":"quiet""#))
        let list = try await client.send(.get, client.subscription + "/resourceGroups").text
        #expect(list.contains(#""name":"default""#) && list.contains(#""name":"plant7""#))
        #expect(try await client.send(.delete, hub).status == 204)
        #expect(try await client.send(.head, group).status == 404)
        #expect(try await client.send(.head, client.group).status == 204)
    }

    @Test func `what is not there is told in the words of Azure`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let other = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups"
        #expect(try await client.send(.get, other).managementCode() == "SubscriptionNotFound")
        for name in ["none", "X", "a_b"] {
            let answer = try await client.send(.get, client.hubs + "/" + name)
            #expect(answer.status == 404)
            #expect(try answer.managementCode() == "ResourceNotFound")
            #expect(answer.text.contains("'Microsoft.Devices/IotHubs/\(name)' under resource group 'default'"))
        }
        let elsewhere = client.subscription + "/resourceGroups/other/providers/Microsoft.Devices/IotHubs/hub"
        for method in [HTTPRequest.Method.get, .patch] {
            #expect(try await client.send(method, elsewhere, #"{"tags":{}}"#).status == 404)
        }
        #expect(try await client.send(.delete, elsewhere).status == 204)
        #expect(try await api.send(.get, "/v1/hubs/hub").status == 200)
        #expect(try await client.send(.get, client.subscription + "/unheard").status == 404)
        let wrong = try await client.send(.post, client.hubs + "/hub")
        #expect(wrong.status == 405)
        #expect(wrong.fields[.allow] == "GET, HEAD, PUT, PATCH, DELETE")
    }

    @Test(arguments: [
        #"{"tags":{}}"#, #"{"location":7}"#, #"{"location":"nowhere"}"#, #"{"location":"local","tags":[]}"#,
        #"{"location":"local","tags":{"a":1}}"#, #"{"location":"local","properties":[]}"#,
        #"{"location":"local","sku":"S1"}"#, #"{"location":"local","sku":{"capacity":"1"}}"#,
        #"{"location":"local","properties":{"enableFileUploadNotifications":"no"}}"#,
        #"{"location":"local","properties":{"routing":[]}}"#, #"{"location":"#, "[]",
        // Restrictions that nobody would keep.
        #"{"location":"local","properties":{"publicNetworkAccess":"Disabled"}}"#,
        #"{"location":"local","properties":{"ipFilterRules":[{"action":"Reject","ipMask":"0.0.0.0/0"}]}}"#,
        #"{"location":"local","properties":{"networkRuleSets":{"defaultAction":"Deny"}}}"#,
        #"{"location":"local","properties":{"disableLocalAuth":true}}"#,
        #"{"location":"local","properties":{"authorizationPolicies":[{"keyName":"mine","rights":"RegistryRead"}]}}"#,
    ])
    func `a body that cannot be kept is refused, and makes nothing`(_ body: String) async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let answer = try await client.send(.put, client.hubs + "/second", body)
        #expect(answer.status == 400, "\(answer.text)")
        _ = try answer.managementCode()
        #expect(try await api.send(.get, "/v1/hubs/second").status == 404)
    }

    @Test func `a hub does not move, and its whole description can be sent back`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let path = client.hubs + "/hub"
        let whole = try await client.send(.get, path)
        #expect(try await client.send(.put, path, whole.text).value(Hub.self).name == "hub")
        for (path, body) in [
            (path, #"{"location":"quiet"}"#),
            (path.replacing("default", with: "other"), #"{"location":"local"}"#),
        ] {
            let answer = try await client.send(.put, path, body)
            #expect(answer.status == 409)
            #expect(try answer.managementCode() == "Conflict")
        }
        #expect(try await client.send(.patch, path, #"{"properties":{}}"#).status == 400)
    }

    @Test(arguments: ["", "\""])
    func `a tag is matched with and without its quotes`(_ quote: String) async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let path = client.hubs + "/hub"
        let etag = try await client.send(.get, path).value(Hub.self).etag
        func fields(_ tag: String) -> [(HTTPField.Name, String)] { [(.ifMatch, tag)] }
        let body = #"{"location":"local","tags":{"a":"b"}}"#
        let good = quote + etag + quote
        let changed = try await client.send(.put, path, body, fields: fields(good)).value(Hub.self)
        #expect(changed.etag != etag)
        for method in [HTTPRequest.Method.put, .patch] {
            let late = try await client.send(method, path, body, fields: fields(good))
            #expect(late.status == 412)
            #expect(try late.managementCode() == "PreconditionFailed")
        }
        #expect(try await client.send(.delete, path, fields: fields(good)).status == 412)
        #expect(try await client.send(.put, client.hubs + "/new", body, fields: fields("*")).status == 412)
        #expect(try await client.send(.patch, path, body, fields: fields("*")).status == 200)
    }

    @Test func `of a hundred writers with one tag one wins, in each round`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let path = client.hubs + "/hub"
        for round in 0..<5 {
            let etag = try await client.send(.get, path).value(Hub.self).etag
            let winners = try await withThrowingTaskGroup(of: String?.self) { group in
                for writer in 0..<100 {
                    group.addTask {
                        let value = "\(round)-\(writer)"
                        let body = #"{"location":"local","tags":{"writer":"\#(value)"}}"#
                        let method: HTTPRequest.Method = writer % 2 == 0 ? .put : .patch
                        let answer = try await client.send(method, path, body, fields: [(.ifMatch, etag)])
                        #expect(answer.status == 200 || answer.status == 412)
                        return answer.status == 200 ? value : nil
                    }
                }
                var winners: [String] = []
                for try await winner in group { if let winner { winners.append(winner) } }
                return winners
            }
            #expect(winners.count == 1)
            #expect(try await client.send(.get, path).value(Hub.self).tags["writer"] == winners.first)
        }
    }

    @Test func `of many who create a hub one does, and the others change it`() async throws {
        let api = try await API()
        let client = try await AzureClient(api)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for writer in 0..<50 {
                group.addTask {
                    let body = #"{"location":"local","tags":{"writer":"\#(writer)"}}"#
                    return try await client.send(.put, client.hubs + "/second", body).status
                }
            }
            var statuses: [Int] = []
            for try await status in group { statuses.append(status) }
            return statuses
        }
        #expect(statuses.filter { $0 == 201 }.count == 1)
        #expect(statuses.filter { $0 == 200 }.count == 49)
    }
}
