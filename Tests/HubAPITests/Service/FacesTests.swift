import HTTPTypes
import HubModel
import StreamCore
import TestSupport
import Testing

/// The native API and IoT Hub's show the same devices.
@Suite struct FacesTests {
    @Test func `what one makes the other shows, and takes away`() async throws {
        let site = try await ServiceSite()
        let native = #"{"deviceId":"n","status":"disabled","statusReason":"new","tags":{"site":"berlin"}}"#
        #expect(try await site.api.send(.post, "/v1/hubs/hub/devices", native).status == 201)
        let shown = try site.json(await site.send(.get, "/devices/n"))
        #expect(shown["status"] == .string("disabled") && shown["statusReason"] == .string("new"))
        let keys = try await site.api.send(.get, "/v1/hubs/hub/devices/n/keys").value(KeyPair.self)
        #expect(shown["authentication/symmetricKey/primaryKey"] == .string(keys.primaryKey.base64))
        #expect(try site.json(await site.send(.get, "/twins/n"))["tags/site"] == .string("berlin"))

        let made = try site.json(await site.send(.put, "/devices/s", #"{"status":"disabled"}"#))
        let resource = try await site.api.send(.get, "/v1/hubs/hub/devices/s").value(DeviceResource.self)
        #expect(resource.status == .disabled && resource.authentication.type == .sas)
        let made2 = try await site.api.send(.get, "/v1/hubs/hub/devices/s/keys").value(KeyPair.self)
        #expect(made["authentication/symmetricKey/secondaryKey"] == .string(made2.secondaryKey.base64))

        #expect(try await site.api.send(.delete, "/v1/hubs/hub/devices/s").status == 204)
        #expect(try site.code(await site.send(.get, "/devices/s"), 404) == "DeviceNotFound")
        #expect(try await site.send(.delete, "/devices/n").status == 204)
        #expect(try await site.api.send(.get, "/v1/hubs/hub/devices/n").status == 404)
    }

    @Test func `a device that cannot sign in by itself has no keys, in either API, until it is given some`()
        async throws
    {
        let site = try await ServiceSite()
        let native = "/v1/hubs/hub/devices/d"
        try await site.make("d")
        let device = try await ListeningDevice(site, as: "d")
        let none = #"{"authentication":{"type":"none","symmetricKey":{"primaryKey":"","secondaryKey":""}}}"#
        let shown = try site.json(await site.send(.put, "/devices/d", none, ifMatch: "*"))
        #expect(shown["authentication/type"] == .string("none"))
        #expect(shown["authentication/symmetricKey/primaryKey"] == .null)
        #expect(device.ends == [.revoked])
        #expect(try site.json(await site.send(.get, "/twins/d"))["authenticationType"] == .string("none"))
        let resource = try await site.api.send(.get, native).value(DeviceResource.self)
        #expect(resource.authentication == DeviceAuthentication(type: .noCredential))
        for path in ["/keys", "/connectionString"] {
            #expect(try await site.api.send(.get, native + path).error().code == "ResourceNotFound")
        }
        let line = try await site.api.send(.get, "/v1/hubs/hub/deviceExport").text
        #expect(line.contains(#""authentication":{"type":"none"}"#), "\(line)")
        let sas = #"{"authentication":{"type":"sas"}}"#
        #expect(try await site.api.send(.patch, native, sas).status == 200)
        #expect(try await site.api.send(.get, native + "/keys").status == 200)
        #expect(try await site.api.send(.patch, native, #"{"authentication":{"type":"none"}}"#).status == 200)
        #expect(try site.json(await site.send(.get, "/devices/d"))["authentication/type"] == .string("none"))
    }

    @Test func `there is one set of tags`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let tags = #"{"tags":{"site":"b","floor":3,"at":{"room":"x"}}}"#
        let before = try await site.api.send(.get, "/v1/hubs/hub/devices/d")
        let twin = try site.json(await site.send(.patch, "/twins/d", tags))
        let after = try await site.api.send(.get, "/v1/hubs/hub/devices/d")
        #expect(try after.value(DeviceResource.self).tags == ["site": "b"])
        #expect(after.tag != before.tag)
        // A text is found by the native list; numbers and objects stay out of its way.
        let list = try await site.api.send(.get, "/v1/hubs/hub/devices?tag=site%3Db").value(Page<DeviceResource>.self)
        #expect(list.value.map(\.deviceId.text) == ["d"])

        let patch = #"{"tags":{"site":"c","line":"1"}}"#
        #expect(try await site.api.send(.patch, "/v1/hubs/hub/devices/d", patch).status == 200)
        let changed = try site.json(await site.send(.get, "/twins/d"))
        #expect(
            changed["tags"]
                == .object([
                    "site": .string("c"), "line": .string("1"), "floor": .integer(3),
                    "at": .object(["room": .string("x")]),
                ])
        )
        // Who read the twin before does not overwrite it.
        #expect(changed["etag"] != twin["etag"])
        #expect(changed["version"] == .integer(3))
        let stale = try await site.send(.patch, "/twins/d", tags, ifMatch: twin["etag"].text)
        #expect(try site.code(stale, 412) == "PreconditionFailed")
        let none = #"{"tags":{"floor":null,"line":null}}"#
        #expect(try await site.api.send(.patch, "/v1/hubs/hub/devices/d", none).status == 200)
        #expect(try site.json(await site.send(.get, "/twins/d"))["tags/floor"] == .null)
        // A line of an import replaces what the native API shows, and nothing else.
        _ = try await site.api.fixture.importDevices(#"{"deviceId":"d","tags":{"new":"1"}}"#)
        #expect(
            try site.json(await site.send(.get, "/twins/d"))["tags"]
                == .object(["new": .string("1"), "at": .object(["room": .string("x")])])
        )
    }

    @Test func `a native change of the identity takes the tag of the registry, too`() async throws {
        let site = try await ServiceSite()
        try await site.make("d")
        let tag = try #require(try site.json(await site.send(.get, "/devices/d"))["etag"].text)
        _ = try await site.api.send(.patch, "/v1/hubs/hub/devices/d", #"{"tags":{"a":"b"}}"#)
        #expect(try await site.send(.put, "/devices/d", "{}", ifMatch: tag).status == 200)
        _ = try await site.api.send(.patch, "/v1/hubs/hub/devices/d", #"{"statusReason":"x"}"#)
        #expect(try site.code(await site.send(.put, "/devices/d", "{}", ifMatch: tag), 412) == "PreconditionFailed")
        let next = try #require(try site.json(await site.send(.get, "/devices/d"))["etag"].text)
        _ = try await site.api.send(.post, "/v1/hubs/hub/devices/d/keys/rotate", #"{"key":"primary"}"#)
        #expect(try site.code(await site.send(.delete, "/devices/d", ifMatch: next), 412) == "PreconditionFailed")
    }
}
