import HTTPTypes
import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

/// Twins from both sides.
@Suite struct TwinRouteTests {
    private func ask(
        _ site: ServiceSite,
        _ device: ListeningDevice,
        _ request: TwinRequest
    ) async throws -> DevicePublish {
        await site.control.twins.answer(request, from: try #require(device.id))
    }

    private func report(
        _ site: ServiceSite,
        _ device: ListeningDevice,
        _ patch: String
    ) async throws -> String {
        let id = try #require(RequestID("1"))
        return try await ask(site, device, .report(id, patch: Array(patch.utf8))).topic
    }

    @Test func `a new twin is empty`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let answer = try await site.send(.get, "/twins/d")
        let twin = try site.json(answer)
        #expect(twin["deviceId"] == .string("d"))
        #expect(twin["moduleId"] == .null)
        #expect(twin["version"] == .integer(1))
        #expect(twin["tags"] == .object([:]))
        for part in ["desired", "reported"] {
            #expect(twin["properties/\(part)/$version"] == .integer(1))
            #expect(twin["properties/\(part)/$metadata/$lastUpdated"].text != nil)
        }
        #expect(twin["status"] == .string("enabled") && twin["authenticationType"] == .string("sas"))
        #expect(answer.tag == twin["etag"].text.map { "\"\($0)\"" })
        #expect(try site.code(await site.send(.get, "/twins/none"), 404) == "DeviceNotFound")
    }

    @Test func `a service writes tags and desired properties, and the device hears of the latter`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let device = try await ListeningDevice(site, as: "d")
        let first = try site.json(
            await site.send(
                .patch,
                "/twins/d",
                #"{"tags":{"site":"b","n":{"x":1}},"properties":{"desired":{"fan":{"speed":3,"on":true}},"#
                    + #""reported":{"x":1}}}"#
            )
        )
        #expect(first["properties/desired/fan/speed"] == .integer(3))
        #expect(first["properties/desired/$version"] == .integer(2))
        #expect(first["properties/desired/$metadata/fan/speed/$lastUpdatedVersion"] == .integer(2))
        #expect(first["properties/reported/x"] == .null)
        #expect(first["version"] == .integer(2))
        let second = try site.json(
            await site.send(
                .patch,
                "/twins/d",
                #"{"tags":{"n":{"x":null,"y":2}},"properties":{"desired":{"fan":{"speed":null}}}}"#
            )
        )
        #expect(second["tags"] == .object(["site": .string("b"), "n": .object(["y": .integer(2)])]))
        #expect(second["properties/desired/fan"] == .object(["on": .bool(true)]))
        _ = try site.json(await site.send(.patch, "/twins/d", #"{"tags":{"site":"c"}}"#))
        let third = try site.json(
            await site.send(.put, "/twins/d", #"{"properties":{"desired":{"$version":9,"$metadata":{},"mode":"a"}}}"#)
        )
        #expect(third["properties/desired/mode"] == .string("a") && third["properties/desired/fan"] == .null)
        #expect(third["tags/site"] == .string("c"))
        let heard = device.messages.map { $0.topic + " " + String(decoding: $0.payload, as: UTF8.self) }
        let topic = "$iothub/twin/PATCH/properties/desired/?$version="
        #expect(
            heard == [
                topic + #"2 {"$version":2,"fan":{"on":true,"speed":3}}"#,
                topic + #"3 {"$version":3,"fan":{"speed":null}}"#,
                topic + #"4 {"$version":4,"fan":null,"mode":"a"}"#,
            ]
        )
    }

    @Test func `what a device reports is stored, and it reads both halves`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let device = try await ListeningDevice(site, as: "d")
        _ = try await site.send(.patch, "/twins/d", #"{"properties":{"desired":{"a":1}}}"#)
        let before = try site.json(await site.send(.get, "/twins/d"))
        #expect(try await report(site, device, #"{"fan":{"rpm":900}}"#) == "$iothub/twin/res/204/?$rid=1&$version=2")
        #expect(try await report(site, device, #"{"fan":{"on":true},"$version":7}"#).hasSuffix("&$version=3"))
        let twin = try site.json(await site.send(.get, "/twins/d"))
        #expect(twin["properties/reported/fan"] == .object(["rpm": .integer(900), "on": .bool(true)]))
        #expect(twin["version"] == .integer(4))
        // What a device reports does not stand in the way of a service that changes tags or desired properties.
        #expect(twin["etag"] == before["etag"])
        let document = try await ask(site, device, .read(try #require(RequestID("7"))))
        #expect(document.topic == "$iothub/twin/res/200/?$rid=7")
        #expect(
            String(decoding: document.payload, as: UTF8.self)
                == #"{"desired":{"$version":2,"a":1},"reported":{"$version":3,"fan":{"on":true,"rpm":900}}}"#
        )
    }

    @Test(arguments: [
        "", "[]", "5", "null", "{", #"{"a b":1}"#, #"{"$x":1}"#, #"{"a":"#, "\u{0}",
        #"{"a":\#(String(repeating: #"{"a":"#, count: 5000))1\#(String(repeating: "}", count: 5000))}"#,
    ])
    func `what no twin can hold is told by a status, and nothing is stored`(patch: String) async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let device = try await ListeningDevice(site, as: "d")
        #expect(try await report(site, device, patch) == "$iothub/twin/res/400/?$rid=1")
        #expect(try site.json(await site.send(.get, "/twins/d"))["properties/reported/$version"] == .integer(1))
    }

    @Test func `a twin keeps within its bounds, and a device that is gone has none`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let device = try await ListeningDevice(site, as: "d")
        let text = String(repeating: "x", count: 4000)
        for number in 0..<8 {
            #expect(try await report(site, device, #"{"k\#(number)":"\#(text)"}"#).contains("/204/"))
        }
        #expect(try await report(site, device, #"{"k8":"\#(text)"}"#).contains("/400/"))
        #expect(try await report(site, device, #"{"k0":null,"k8":"\#(text)"}"#).contains("/204/"))
        let tags = (0..<3).map { #""t\#($0)":"\#(text)""# }.joined(separator: ",")
        #expect(try site.code(await site.send(.patch, "/twins/d", #"{"tags":{\#(tags)}}"#), 400) == "ArgumentInvalid")
        #expect(try site.json(await site.send(.get, "/twins/d"))["tags"] == .object([:]))
        let depth = String(repeating: #"{"a":"#, count: 11) + "1" + String(repeating: "}", count: 11)
        #expect(
            try site.code(await site.send(.patch, "/twins/d", #"{"properties":{"desired":{"o":\#(depth)}}}"#), 400)
                == "ArgumentInvalid"
        )
        let deep = String(repeating: "[", count: 100_000)
        let answer = try await site.send(.patch, "/twins/d", #"{"properties":{"desired":{"o":\#(deep)"#)
        #expect(try site.code(answer, 400) == "IotHubFormatError")
        let huge = #"{"properties":{"desired":{"a":""# + String(repeating: "x", count: 1 << 20) + #""}}}"#
        #expect(try site.code(await site.send(.patch, "/twins/d", huge), 413) == "MessageTooLarge")
        _ = try await site.send(.delete, "/devices/d")
        #expect(try await report(site, device, "{}") == "$iothub/twin/res/404/?$rid=1")
        // A device of the same name is another one.
        try await site.make("d")
        #expect(try site.json(await site.send(.get, "/twins/d"))["properties/reported/k1"] == .null)
    }

    @Test func `a precondition holds for tags and desired properties`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let tag = try #require(try site.json(await site.send(.get, "/twins/d"))["etag"].text)
        let body = #"{"tags":{"a":1}}"#
        #expect(try await site.send(.patch, "/twins/d", body, ifMatch: "\"\(tag)\"").status == 200)
        for method in ["PATCH", "PUT"] {
            let answer = try await site.send(method == "PUT" ? .put : .patch, "/twins/d", body, ifMatch: tag)
            #expect(try site.code(answer, 412) == "PreconditionFailed")
        }
        #expect(try await site.send(.put, "/twins/d", body, ifMatch: "\"*\"").status == 200)
        // Tags are none of the identity.
        let device = try site.json(await site.send(.get, "/devices/d"))["etag"]
        _ = try await site.send(.patch, "/twins/d", #"{"tags":{"a":2}}"#)
        #expect(try site.json(await site.send(.get, "/devices/d"))["etag"] == device)
    }

    @Test func `modules have keys and twins of their own`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let module = try site.json(await site.send(.put, "/devices/d/modules/cam", #"{"managedBy":"us"}"#))
        #expect(module["moduleId"] == .string("cam") && module["managedBy"] == .string("us"))
        #expect(try site.code(await site.send(.put, "/devices/d/modules/cam", "{}"), 409) == "DeviceAlreadyExists")
        #expect(try site.code(await site.send(.put, "/devices/x/modules/cam", "{}"), 404) == "DeviceNotFound")
        #expect(try site.json(await site.send(.get, "/devices/d/modules"))["0"] == module)
        let twin = try site.json(
            await site.send(.patch, "/twins/d/modules/cam", #"{"tags":{"a":1},"properties":{"desired":{"x":1}}}"#)
        )
        #expect(twin["moduleId"] == .string("cam") && twin["tags/a"] == .integer(1))
        #expect(try site.json(await site.send(.get, "/twins/d"))["properties/desired/x"] == .null)
        let wired = try await ListeningDevice(site, as: "d", module: "cam")
        #expect(
            try site.json(await site.send(.get, "/devices/d/modules/cam"))["connectionState"] == .string("Connected")
        )
        #expect(try await report(site, wired, #"{"up":true}"#).contains("/204/"))
        let reported = try site.json(await site.send(.get, "/twins/d/modules/cam"))["properties/reported/up"]
        #expect(reported == .bool(true))
        #expect(try await site.send(.delete, "/devices/d/modules/cam", ifMatch: "*").status == 204)
        #expect(wired.ends == [.revoked])
        #expect(try site.code(await site.send(.get, "/twins/d/modules/cam"), 404) == "DeviceNotFound")
        _ = try await site.send(.put, "/devices/d/modules/cam", "{}")
        #expect(try site.json(await site.send(.get, "/twins/d/modules/cam"))["properties/reported/up"] == .null)
    }

    @Test func `a module that is registered does not come in by its device's key`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let fixture = site.api.fixture
        let key = try await site.control.devices.keys(fixture.owner, fixture.hub, DeviceID("d")).primaryKey
        let login = DeviceLogin(
            userName: ServiceSite.host + "/d/cam/?api-version=2020-09-30",
            clientID: "d/cam",
            password: SharedAccessSignature.make(
                resource: ServiceSite.host + "/devices/d/modules/cam",
                key: key,
                policy: nil,
                expires: fixture.clock.now + .seconds(60)
            ),
            serverName: ServiceSite.host,
            peerAddress: "192.0.2.9",
            transport: .mqtt
        )
        let link = DeviceLink(
            deliver: { _, done in done(.gone) },
            publish: { _, done in done(.gone) },
            end: { _ in }
        )
        _ = try await site.control.connections.connect(login, link: link)
        _ = try site.json(await site.send(.put, "/devices/d/modules/cam", "{}"))
        await #expect(throws: HubError.self) { try await site.control.connections.connect(login, link: link) }
    }
}
