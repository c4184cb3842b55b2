import HTTPTypes
import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

/// The identity registry as the service SDKs use it.
@Suite struct RegistryTests {
    @Test func `a device is made, read, changed and deleted`() async throws {
        let site = try await ServiceSite()
        let made = try await site.send(
            .put,
            "/devices/press-07",
            #"{"deviceId":"press-07","status":"disabled","statusReason":"new","connectionState":null,"#
                + #""authentication":{"type":"sas","symmetricKey":{"primaryKey":"","secondaryKey":""}},"#
                + #""capabilities":{"iotEdge":false}}"#
        )
        let device = try site.json(made)
        #expect(device["deviceId"] == .string("press-07"))
        #expect(device["status"] == .string("disabled"))
        #expect(device["statusReason"] == .string("new"))
        #expect(device["connectionState"] == .string("Disconnected"))
        #expect(device["lastActivityTime"] == .string("0001-01-01T00:00:00"))
        #expect(device["authentication/type"] == .string("sas"))
        #expect(device["capabilities/iotEdge"] == .bool(false))
        let key = try #require(device["authentication/symmetricKey/primaryKey"].text)
        #expect(try #require(Base64.decode(key)).count == 64)
        let tag = try #require(device["etag"].text)
        #expect(made.tag == "\"\(tag)\"")
        #expect(made["cache-control"] == "no-store")
        #expect(try site.json(await site.send(.get, "/devices/press-07")) == device)

        #expect(try site.code(await site.send(.put, "/devices/press-07", "{}"), 409) == "DeviceAlreadyExists")
        let stale = try await site.send(.put, "/devices/press-07", "{}", ifMatch: "\"other\"")
        #expect(try site.code(stale, 412) == "PreconditionFailed")
        let changed = try site.json(
            await site.send(.put, "/devices/press-07", #"{"status":"enabled"}"#, ifMatch: "\"\(tag)\"")
        )
        #expect(changed["status"] == .string("enabled"))
        #expect(changed["statusReason"] == .null)
        #expect(changed["authentication/symmetricKey/primaryKey"] == .string(key))
        #expect(changed["etag"] != .string(tag))
        #expect(changed["generationId"] == device["generationId"])

        let old = try await site.send(.delete, "/devices/press-07", ifMatch: "\"\(tag)\"")
        #expect(try site.code(old, 412) == "PreconditionFailed")
        // The SDKs put the star in quotes, too.
        #expect(try await site.send(.delete, "/devices/press-07", ifMatch: "\"*\"").status == 204)
        #expect(try site.code(await site.send(.get, "/devices/press-07"), 404) == "DeviceNotFound")
        let gone = try await site.send(.put, "/devices/press-07", "{}", ifMatch: "*")
        #expect(try site.code(gone, 404) == "DeviceNotFound")
    }

    @Test(arguments: ["a:b%41", "x#y*z", "query", "modules", "p+q", "(a),b=c@d;e$f'g!h?i"])
    func `an id is decoded once`(id: String) async throws {
        let site = try await ServiceSite()
        let path = "/devices/" + PercentCoding.encode(id)
        #expect(try site.json(await site.send(.put, path, "{}"))["deviceId"] == .string(id))
        #expect(try site.json(await site.send(.get, path))["deviceId"] == .string(id))
        #expect(try await site.send(.delete, path).status == 204)
    }

    @Test func `certificates are registered by their thumbprints`() async throws {
        let site = try await ServiceSite()
        let print = String(repeating: "AB", count: 32)
        let body = """
            {"authentication":{"type":"selfSigned","symmetricKey":{"primaryKey":null,"secondaryKey":null},\
            "x509Thumbprint":{"primaryThumbprint":"\(print)","secondaryThumbprint":null}}}
            """
        let device = try site.json(await site.send(.put, "/devices/d", body))
        #expect(device["authentication/type"] == .string("selfSigned"))
        #expect(device["authentication/x509Thumbprint/primaryThumbprint"] == .string(print))
        #expect(device["authentication/symmetricKey/primaryKey"] == .null)
        let authority = #"{"authentication":{"type":"certificateAuthority"}}"#
        #expect(
            try site.json(await site.send(.put, "/devices/e", authority))["authentication/type"]
                == .string("certificateAuthority")
        )
    }

    @Test(arguments: [
        #"{"deviceId":"other"}"#, #"{"status":"asleep"}"#, #"{"authentication":{"type":"None"}}"#,
        #"{"authentication":{"type":"selfSigned"}}"#, #"{"authentication":{"symmetricKey":{"primaryKey":"short"}}}"#,
        #"{"capabilities":{"iotEdge":true}}"#, #"{"parentScopes":["ms-azure-iot-edge://x"]}"#, #"[]"#,
        #"{"status":"enabled""#, #"{"status":5}"#,
    ])
    func `bodies that cannot be done are refused, and nothing is made`(body: String) async throws {
        let site = try await ServiceSite()
        let answer = try await site.send(.put, "/devices/d", body)
        #expect(["ArgumentInvalid", "IotHubFormatError"].contains(try site.code(answer, 400)))
        #expect(try site.code(await site.send(.get, "/devices/d"), 404) == "DeviceNotFound")
    }

    @Test func `devices are listed and counted`() async throws {
        let site = try await ServiceSite()
        try await site.make("a", "b", "c")
        _ = try await site.send(.put, "/devices/b", #"{"status":"disabled"}"#, ifMatch: "*")
        let list = try site.json(await site.send(.get, "/devices?top=2&unknown=%GG"))
        #expect(list["0/deviceId"] == .string("a") && list["1/deviceId"] == .string("b") && list["2"] == .null)
        #expect(list["0/authentication/symmetricKey/primaryKey"] != .null)
        for top in ["0", "1001", "-1"] {
            #expect(try site.json(await site.send(.get, "/devices?top=\(top)"))["2/deviceId"] == .string("c"))
        }
        #expect(try site.code(await site.send(.get, "/devices?top=x"), 400) == "ArgumentInvalid")
        let statistics = try await site.send(.get, "/statistics/devices").value(DeviceStatistics.self)
        #expect(statistics == DeviceStatistics(enabled: 2, disabled: 1))
        let device = try await ListeningDevice(site, as: "a")
        var connected = try await site.send(.get, "/statistics/service").value(ServiceStatistics.self)
        #expect(connected.connectedDeviceCount == 1)
        site.control.connections.closed(try #require(device.id).id, reason: .disconnected)
        connected = try await site.send(.get, "/statistics/service").value(ServiceStatistics.self)
        #expect(connected.connectedDeviceCount == 0)
    }

    @Test func `a bulk change does each line whole or not at all`() async throws {
        let site = try await ServiceSite()
        try await site.make("old", "gone")
        let large = String(repeating: "x", count: 4000)
        let body = """
            [{"id":"new","importMode":"create","status":"disabled","tags":{"site":"a"}},
             {"id":"old","importMode":"create"},
             {"id":"old","importMode":"update","statusReason":"seen"},
             {"id":"none","importMode":"update"},
             {"id":"gone","importMode":"delete"},
             {"id":"old","importMode":"deleteIfMatchETag","eTag":"\\"wrong\\""},
             {"id":"both","importMode":"createOrUpdate","properties":{"desired":{"a":1}}},
             {"id":"large","importMode":"create","tags":{"a":"\(large)","b":"\(large)","c":"\(large)"}},
             {"id":"edge","importMode":"create","capabilities":{"iotEdge":true}},
             {"id":"both","importMode":"updateTwin","properties":{"desired":{"b":2}}}]
            """
        let answer = try await site.send(.post, "/devices", body)
        #expect(answer.status == 400)
        let report = try site.json(answer, status: 400)
        #expect(report["isSuccessful"] == .bool(false))
        let failed = (0..<6).map {
            (report["errors/\($0)/deviceId"].text ?? "", report["errors/\($0)/errorCode"].text ?? "")
        }
        let expected = [
            ("old", "DeviceAlreadyExists"), ("none", "DeviceNotFound"), ("old", "PreconditionFailed"),
            ("large", "ArgumentInvalid"), ("edge", "ArgumentInvalid"), ("", ""),
        ]
        #expect(failed.map(\.0) == expected.map(\.0) && failed.map(\.1) == expected.map(\.1))
        #expect(report["errors/0/operation"] == .string("create"))
        let devices = try site.json(await site.send(.get, "/devices"))
        #expect((0..<4).map { devices["\($0)/deviceId"].text } == ["both", "new", "old", nil])
        #expect(devices["2/statusReason"] == .string("seen"))
        let twin = try site.json(await site.send(.get, "/twins/both"))
        #expect(twin["properties/desired/a"] == .integer(1) && twin["properties/desired/b"] == .integer(2))
        #expect(try site.json(await site.send(.get, "/twins/new"))["tags/site"] == .string("a"))
        #expect(try await site.send(.get, "/statistics/devices").value(DeviceStatistics.self).totalDeviceCount == 3)
        let good = try site.json(await site.send(.post, "/devices", #"[{"id":"old","importMode":"delete"}]"#))
        #expect(good == .object(["isSuccessful": .bool(true), "errors": .array([]), "warnings": .array([])]))
        let many = "[" + (0...100).map { #"{"id":"d\#($0)","importMode":"create"}"# }.joined(separator: ",") + "]"
        #expect(try site.code(await site.send(.post, "/devices", many), 400) == "ArgumentInvalid")
    }

    @Test func `a bulk change does modules, too`() async throws {
        let site = try await ServiceSite()
        try await site.make("d", "e")
        _ = try site.json(await site.send(.put, "/devices/d/modules/old", "{}"))
        _ = try site.json(await site.send(.put, "/devices/d/modules/gone", "{}"))
        let device = try await ListeningDevice(site, as: "d", module: "gone")
        let body = """
            [{"id":"d","moduleId":"new","importMode":"create","managedBy":"us","tags":{"site":"a"}},
             {"id":"d","moduleId":"old","importMode":"create"},
             {"id":"d","moduleId":"old","importMode":"update","authentication":{"type":"none"}},
             {"id":"d","moduleId":"none","importMode":"update"},
             {"id":"none","moduleId":"m","importMode":"createOrUpdate"},
             {"id":"e","moduleId":"m","importMode":"createOrUpdate","properties":{"desired":{"a":1}}},
             {"id":"e","moduleId":"m","importMode":"createOrUpdate","managedBy":"them"},
             {"id":"d","moduleId":"old","importMode":"deleteIfMatchETag","eTag":"wrong"},
             {"id":"d","moduleId":"x","importMode":"create","authentication":{"type":"certificateAuthority"}},
             {"id":"d","moduleId":"gone","importMode":"delete"},
             {"id":"e","moduleId":"m","importMode":"updateTwin","properties":{"desired":{"b":2}}}]
            """
        let report = try site.json(await site.send(.post, "/devices", body), status: 400)
        let failed = (0..<6).map {
            [report["errors/\($0)/deviceId"].text, report["errors/\($0)/moduleId"].text]
                + [report["errors/\($0)/errorCode"].text]
        }
        #expect(
            failed == [
                ["d", "old", "DeviceAlreadyExists"], ["d", "none", "DeviceNotFound"], ["none", "m", "DeviceNotFound"],
                ["d", "old", "PreconditionFailed"], ["d", "x", "ArgumentInvalid"], [nil, nil, nil],
            ]
        )
        let modules = try site.json(await site.send(.get, "/devices/d/modules"))
        #expect((0..<3).map { modules["\($0)/moduleId"].text } == ["new", "old", nil])
        #expect(modules["0/managedBy"] == .string("us") && modules["1/authentication/type"] == .string("none"))
        #expect(modules["0/authentication/symmetricKey/primaryKey"] != .null)
        #expect(try site.json(await site.send(.get, "/twins/d/modules/new"))["tags/site"] == .string("a"))
        let twin = try site.json(await site.send(.get, "/twins/e/modules/m"))
        #expect(twin["properties/desired/a"] == .integer(1) && twin["properties/desired/b"] == .integer(2))
        #expect(try site.json(await site.send(.get, "/devices/e/modules/m"))["managedBy"] == .string("them"))
        // A module is no device of the hub, and its device stays.
        #expect(try await site.send(.get, "/statistics/devices").value(DeviceStatistics.self).totalDeviceCount == 2)
        #expect(device.ends == [.revoked])
    }

    @Test func `a hub that is full takes no more devices, one by one or in bulk`() async throws {
        let site = try await ServiceSite()
        let patch = #"{"properties":{"limits":{"devices":2}}}"#
        #expect(try await site.api.send(.patch, "/v1/hubs/hub", patch).status == 200)
        try await site.make("a")
        let body = #"[{"id":"b","importMode":"create"},{"id":"c","importMode":"create"}]"#
        let report = try site.json(await site.send(.post, "/devices", body), status: 400)
        #expect(report["errors/0/deviceId"] == .string("c"))
        #expect(report["errors/0/errorCode"] == .string("DeviceLimitReached"))
        #expect(try site.code(await site.send(.put, "/devices/d", "{}"), 429) == "DeviceLimitReached")
        #expect(try site.code(await site.send(.put, "/devices/a", "{}"), 409) == "DeviceAlreadyExists")
    }

    @Test func `a device that is disabled or deleted is sent away`() async throws {
        let site = try await ServiceSite()
        try await site.make("a", "b")
        let deleted = try await ListeningDevice(site, as: "a")
        #expect(try site.json(await site.send(.get, "/devices/a"))["connectionState"] == .string("Connected"))
        #expect(try await site.send(.delete, "/devices/a").status == 204)
        #expect(deleted.ends == [.revoked])
        let device = try await ListeningDevice(site, as: "b")
        _ = try await site.send(.put, "/devices/b", #"{"status":"disabled"}"#, ifMatch: "*")
        #expect(device.ends == [.revoked])
    }
}
