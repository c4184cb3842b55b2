import HTTPTypes
import HubModel
import Testing

@Suite struct DeviceRouteTests {
    static let devices = "/v1/hubs/hub/devices"

    @Test func `a device is created, read, changed and deleted`() async throws {
        let api = try await API()
        let created = try await api.send(.post, Self.devices, #"{"deviceId":"press-07","tags":{"site":"berlin"}}"#)
        let device = try created.value(DeviceResource.self, status: 201)
        #expect(created.fields[.location] == "/v1/hubs/hub/devices/press-07")
        #expect(created.tag == "\"\(device.etag)\"")
        let read = try await api.send(.get, Self.devices + "/press-07")
        #expect(try read.value(DeviceResource.self) == device)
        let patch = #"{"status":"disabled","statusReason":"stolen"}"#
        let changed = try await api.send(.patch, Self.devices + "/press-07", patch).value(DeviceResource.self)
        #expect(changed.status == .disabled)
        #expect(changed.statusReason == "stolen")
        #expect(changed.tags == ["site": "berlin"])
        #expect(try await api.send(.delete, Self.devices + "/press-07").status == 204)
        #expect(try await api.send(.get, Self.devices + "/press-07").error().code == "DeviceNotFound")
        #expect(try await api.send(.delete, Self.devices + "/press-07").status == 404)
    }

    @Test func `an id with every sign of the alphabet is found under its encoded path`() async throws {
        let api = try await API()
        let id = "a-:.+%_#*?!(),=@;$'Z9"
        let created = try await api.send(.post, Self.devices, #"{"deviceId":"\#(id)"}"#)
        let location = try #require(created.fields[.location])
        #expect(location == Self.devices + "/a-%3A.%2B%25_%23%2A%3F%21%28%29%2C%3D%40%3B%24%27Z9")
        #expect(try await api.send(.get, location).value(DeviceResource.self).deviceId.text == id)
    }

    @Test func `keys stand in no answer but their own`() async throws {
        let api = try await API()
        let chosen = Secret(bytes: Array(repeating: 7, count: 32))
        let body = """
            {"deviceId":"d","authentication":{"symmetricKey":{"primaryKey":"\(chosen.base64)"}}}
            """
        let created = try await api.send(.post, Self.devices, body)
        let keys = try await api.send(.get, Self.devices + "/d/keys")
        let pair = try keys.value(KeyPair.self)
        #expect(pair.primaryKey == chosen)
        #expect(keys.fields[.cacheControl] == "no-store")
        let patch = #"{"authentication":{"symmetricKey":{"primaryKey":"\#(chosen.base64)"}}}"#
        let others = [
            created,
            try await api.send(.get, Self.devices + "/d"),
            try await api.send(.get, Self.devices),
            try await api.send(.patch, Self.devices + "/d", patch),
            try await api.send(.get, "/v1/hubs/hub/deviceExport"),
            try await api.send(.get, "/v1/hubs/hub"),
        ]
        for answer in others {
            #expect(answer.status < 300)
            for key in [pair.primaryKey, pair.secondaryKey] { #expect(!answer.text.contains(key.base64)) }
            #expect(!answer.text.lowercased().contains("symmetrickey"))
            #expect(answer.fields[.cacheControl] == "private, no-cache")
        }
    }

    @Test func `a device's keys are rotated and used`() async throws {
        let api = try await API()
        try await api.makeDevices(["d"])
        let old = try await api.send(.get, Self.devices + "/d/keys").value(KeyPair.self)
        let rotated = try await api.send(.post, Self.devices + "/d/keys/rotate", #"{"key":"secondary"}"#)
        let new = try rotated.value(KeyPair.self)
        #expect(new.primaryKey == old.primaryKey)
        #expect(new.secondaryKey != old.secondaryKey)
        let text = try await api.send(.get, Self.devices + "/d/connectionString?key=secondary")
        #expect(
            try text.value(ConnectionStringResource.self).connectionString
                == "HostName=hub.devicestream.localhost:8443;DeviceId=d;SharedAccessKey=\(new.secondaryKey.base64)"
        )
        let bad = try await api.send(.get, Self.devices + "/d/connectionString?key=third")
        #expect(try bad.error().target == "key")
        let flag = try await api.send(.get, Self.devices + "/d/connectionString?sdk=1")
        #expect(try flag.error().target == "sdk")
    }

    @Test func `a device with a certificate has no keys to show`() async throws {
        let api = try await API()
        let thumbprint = String(repeating: "AB", count: 32)
        let body = """
            {"deviceId":"c","authentication":{"type":"selfSigned","x509Thumbprint":{"primaryThumbprint":"\(thumbprint)"}}}
            """
        #expect(try await api.send(.post, Self.devices, body).status == 201)
        for path in ["/keys", "/connectionString"] {
            #expect(try await api.send(.get, Self.devices + "/c" + path).error().code == "ResourceNotFound")
        }
    }

    @Test func `filters must all hold`() async throws {
        let api = try await API()
        for (id, rest) in [
            ("press-1", #""tags":{"site":"berlin"}"#), ("press-2", #""tags":{"site":"bonn"}"#),
            ("oven-1", #""tags":{"site":"berlin"},"status":"disabled""#),
        ] {
            _ = try await api.send(.post, Self.devices, #"{"deviceId":"\#(id)",\#(rest)}"#)
        }
        for (query, ids) in [
            ("tag=site", ["oven-1", "press-1", "press-2"]), ("tag=site%3Dberlin", ["oven-1", "press-1"]),
            ("tag=site=berlin&status=enabled", ["press-1"]), ("prefix=press-", ["press-1", "press-2"]),
            ("prefix=Press-", []), ("status=disabled", ["oven-1"]), ("connectionState=Connected", []),
            ("connectionState=Disconnected&prefix=oven&status=enabled", []),
        ] {
            let page = try await api.send(.get, Self.devices + "?" + query).value(Page<DeviceResource>.self)
            #expect(page.value.map(\.deviceId.text) == ids, "\(query)")
        }
    }

    @Test(arguments: [
        ("status=on", "status"), ("connectionState=connected", "connectionState"), ("prefix=a%20b", "prefix"),
        ("prefix=", "prefix"), ("tag", "tag"), ("$top=0", "$top"), ("$top=1001", "$top"), ("$top=ten", "$top"),
        ("$skiptoken=%2A", "$skiptoken"), ("$skiptoken=", "$skiptoken"), ("top=5", "top"), ("$Top=5", "$Top"),
        ("status=enabled&status=enabled", "status"), ("prefix=%00", "prefix"), ("%24top=0", "$top"),
    ])
    func `a query that is not understood is refused`(_ query: String, _ target: String) async throws {
        let answer = try await API().send(.get, Self.devices + "?" + query)
        #expect(answer.status == 400)
        #expect(try answer.error().target == target)
    }

    @Test(arguments: ["prefix=%", "prefix=%2", "prefix=%GG", "prefix=%FF", "%FF=1"])
    func `a query with broken escapes is refused`(_ query: String) async throws {
        #expect(try await API().send(.get, Self.devices + "?" + query).error().code == "IotHubFormatError")
    }

    @Test func `a limit of devices is told with the time to wait`() async throws {
        let api = try await API()
        _ = try await api.send(.patch, "/v1/hubs/hub", #"{"properties":{"limits":{"devices":1}}}"#)
        try await api.makeDevices(["one"])
        let answer = try await api.send(.post, Self.devices, #"{"deviceId":"two"}"#)
        #expect(answer.status == 429)
        let error = try answer.error()
        #expect(error.code == "DeviceLimitReached")
        #expect(answer.fields[.retryAfter] == error.retryAfterSeconds.map(String.init))
        #expect((error.retryAfterSeconds ?? 0) >= 1)
    }
}
