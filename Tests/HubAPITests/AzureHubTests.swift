import HTTPTypes
import HubModel
import TestSupport
import Testing

/// Streams asked for as IoT Hub's service SDKs do, as far as no device is connected.
@Suite struct AzureHubTests {
    static let host = "hub.devicestream.localhost"

    private struct Body: Decodable {
        let Message: String
        let ExceptionMessage: String
    }

    private func api() async throws -> API {
        let api = try await API()
        try await api.makeDevices(["d"])
        return api
    }

    /// The error of an answer, after the checks that hold for every error of this API.
    private func code(_ answer: Answer, _ status: Int) throws -> String {
        #expect(answer.status == status, "\(answer.text)")
        let name = try #require(answer["iothub-errorcode"])
        let body = try RestJSON.decode(Body.self, from: answer.body)
        #expect(body.Message.hasPrefix("ErrorCode:\(name);"))
        #expect(body.ExceptionMessage.hasPrefix("Tracking ID:\(answer.requestID ?? "none")"))
        #expect(answer.fields[.contentType] == "application/json")
        return name
    }

    private func signature(_ api: API, policy: String = "service") async throws -> String {
        let keys = try await api.send(.get, "/v1/hubs/hub/policies/\(policy)/keys").value(KeyPair.self)
        return SharedAccessSignature.make(
            resource: Self.host,
            key: keys.primaryKey,
            policy: try PolicyName(policy),
            expires: api.fixture.clock.now + .seconds(60)
        ).text
    }

    private func open(
        _ api: API,
        _ path: String = "/twins/d/streams/s",
        signature: String?,
        host: String = Self.host,
        _ fields: [(String, String)] = []
    ) async throws -> Answer {
        let fields = ([("authorization", signature)] + fields.map { ($0.0, Optional($0.1)) })
        return try await api.send(
            .post,
            path,
            as: nil,
            host: host,
            fields: fields.compactMap { name, value in
                guard let name = HTTPField.Name(name), let value else { return nil }
                return (name, value)
            }
        )
    }

    @Test(arguments: [
        "/twins/d/streams/s", "/twins/d/streams/s?api-version=2018-10-20-preview&x=%GG&x", "/twins/d/streams/a.b~c?",
        "/twins/d/modules/m/streams/s?api-version=2020-09-30",
    ])
    func `a device that is not connected is told in the form of the SDKs`(_ path: String) async throws {
        let api = try await api()
        let answer = try await open(api, path, signature: signature(api))
        #expect(try code(answer, 404) == "DeviceNotOnline")
        #expect(answer.text.contains("is not connected to hub 'hub'"))
    }

    @Test func `a content type without a body and a body mean nothing`() async throws {
        let api = try await api()
        let signature = try await signature(api)
        let typed = try await open(api, signature: signature, [("content-type", "application/json; charset=utf-8")])
        #expect(try code(typed, 404) == "DeviceNotOnline")
        let field = try #require(HTTPField.Name("authorization"))
        let full = try await api.send(
            .post,
            "/twins/d/streams/s",
            "<no JSON>",
            as: nil,
            host: Self.host,
            fields: [(field, signature)]
        )
        #expect(try code(full, 404) == "DeviceNotOnline")
    }

    @Test(arguments: ["30", "0.5", "60", "3600", "99999999999999999999999999", "30.000"])
    func `time-outs are whole or fractional, and long ones are capped`(_ value: String) async throws {
        let api = try await api()
        let answer = try await open(
            api,
            signature: signature(api),
            [
                ("iothub-streaming-connect-timeout-in-seconds", value),
                ("iothub-streaming-response-timeout-in-seconds", value),
            ]
        )
        #expect(try code(answer, 404) == "DeviceNotOnline")
    }

    @Test(arguments: ["-1", "ten", "1e3", "1.", ".5", "1.2.3", "nan", "inf", "+3", "0x10", "1,5", "00:00:30"])
    func `time-outs that are no number are refused`(_ value: String) async throws {
        let api = try await api()
        for name in ["connect", "response"] {
            let answer = try await open(
                api,
                signature: signature(api),
                [("iothub-streaming-\(name)-timeout-in-seconds", value)]
            )
            #expect(try code(answer, 400) == "ArgumentInvalid")
        }
    }

    @Test(arguments: [
        ("/twins/d/streams/a%20b", "ArgumentInvalid"), ("/twins/d/streams/a%2525", "ArgumentInvalid"),
        ("/twins/d/streams/a%2Fb", "IotHubFormatError"), ("/twins/d/streams/..", "IotHubFormatError"),
        ("/twins/d/streams/", "IotHubFormatError"), ("/twins/a%20b/streams/s", "ArgumentInvalid"),
        ("/twins/d/modules/%3Fm/streams/s", "ArgumentInvalid"), ("/twins/d/streams/%", "IotHubFormatError"),
    ])
    func `names that break a rule are refused`(_ path: String, _ name: String) async throws {
        let api = try await api()
        #expect(try await code(open(api, path, signature: signature(api)), 400) == name)
        let long = "/twins/d/streams/" + String(repeating: "s", count: 129)
        #expect(try await code(open(api, long, signature: signature(api)), 400) == "ArgumentInvalid")
    }

    @Test func `who does not sign, or signs wrongly, is refused`() async throws {
        let api = try await api()
        let wrong = SharedAccessSignature.make(
            resource: Self.host,
            key: Secret(bytes: Array(repeating: 1, count: 32)),
            policy: try PolicyName("service"),
            expires: api.fixture.clock.now + .seconds(60)
        ).text
        for signature in [nil, wrong, "Bearer \(api.token)", try await self.signature(api, policy: "device")] {
            let answer = try await open(api, signature: signature)
            #expect(try code(answer, 401) == "IotHubUnauthorizedAccess")
            #expect(answer.fields[.wwwAuthenticate]?.hasPrefix("SharedAccessSignature") == true)
        }
    }

    @Test func `an unknown device is told`() async throws {
        let api = try await api()
        let answer = try await open(api, "/twins/none/streams/s", signature: signature(api))
        #expect(try code(answer, 404) == "DeviceNotFound")
    }

    @Test func `only the main host of a hub has these routes`() async throws {
        let api = try await api()
        let signature = try await signature(api)
        for host in ["devicestream.localhost", "localhost", "127.0.0.1"] {
            #expect(try await code(open(api, signature: signature, host: host), 404) == "IotHubNotFound")
        }
        let streaming = "hub.local-001.streams.devicestream.localhost"
        #expect(try await code(open(api, signature: signature, host: streaming), 404) == "ResourceNotFound")
        #expect(try await code(open(api, signature: signature, host: "other.example"), 421) == "MisdirectedRequest")
        let upper = try await open(api, signature: signature, host: "HUB.devicestream.localhost:8443")
        #expect(try code(upper, 404) == "DeviceNotOnline")
    }

    @Test func `other methods and paths below twins are told in the same form`() async throws {
        let api = try await api()
        let get = try await api.send(.get, "/twins/d/streams/s", as: nil, host: Self.host)
        #expect(try code(get, 405) == "MethodNotAllowed")
        #expect(get.fields[.allow] == "POST")
        for path in ["/twins", "/twins/d/streams", "/twins/d/modules"] {
            #expect(try await code(api.send(.post, path, as: nil, host: Self.host), 404) == "ResourceNotFound")
        }
        #expect(try await api.send(.post, "/twin/d/streams/s", as: nil, host: Self.host).error().code != "")
    }

    @Test func `too many wrong signatures are told when to come back`() async throws {
        let api = try await api()
        var answer = try await open(api, signature: "nonsense")
        for _ in 0..<40 where answer.status == 401 { answer = try await open(api, signature: "nonsense") }
        #expect(try code(answer, 429) == "ThrottlingException")
        #expect((answer.fields[.retryAfter].flatMap { Int($0) } ?? 0) >= 1)
    }
}
