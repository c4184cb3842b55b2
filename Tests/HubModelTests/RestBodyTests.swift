import HubModel
import Testing

@Suite struct RestBodyTests {
    private func decodeDevice(_ json: String) throws(HubError) -> DeviceCreation {
        try RestJSON.decode(DeviceCreation.self, from: Array(json.utf8))
    }

    @Test(arguments: [
        (#"{"deviceId":"a","colour":"red"}"#, "colour"),
        (#"{"deviceId":"a","authentication":{"type":"sas","key":1}}"#, "authentication.key"),
        (#"{"deviceId":"a","authentication":{"symmetricKey":{"primary":"x"}}}"#, "authentication.symmetricKey.primary"),
    ])
    func `an unknown member is named`(json: String, path: String) {
        let error = #expect(throws: HubError.self) { try decodeDevice(json) }
        #expect(error?.code == .argumentInvalid)
        #expect(error?.target == path)
        #expect(error?.message == "The member '\(path)' is not known here.")
    }

    @Test(arguments: [
        (#"{"deviceId":5}"#, "deviceId"), (#"{"deviceId":"a b"}"#, "deviceId"),
        (#"{"deviceId":"a","tags":[]}"#, "tags"),
        (#"{"deviceId":"a","tags":{"x":1}}"#, "tags.x"), (#"{"deviceId":"a","status":"on"}"#, "status"),
        ("{}", "deviceId"),
        (
            #"{"deviceId":"a","authentication":{"symmetricKey":{"primaryKey":"no"}}}"#,
            "authentication.symmetricKey.primaryKey"
        ),
        (#"{"deviceId":"a","authentication":{"type":"selfSigned"}}"#, "authentication"),
        (
            #"{"deviceId":"a","authentication":{"type":"selfSigned","x509Thumbprint":{"primaryThumbprint":"12"}}}"#,
            "authentication.x509Thumbprint.primaryThumbprint"
        ),
    ])
    func `a wrong value is named`(json: String, path: String) {
        let error = #expect(throws: HubError.self) { try decodeDevice(json) }
        #expect(error?.code == .argumentInvalid)
        #expect(error?.target == path)
    }

    @Test(arguments: ["", "{", "nul", "[1,", #"{"deviceId":"a"}x"#, "\u{0}"])
    func `what is not JSON is a format error`(json: String) {
        let error = #expect(throws: HubError.self) { try decodeDevice(json) }
        #expect(error?.code == .ioTHubFormatError)
    }

    @Test func `deep JSON is an error, not a crash`() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: HubError.self) { try decodeDevice(deep) }
        let object = String(repeating: #"{"a":"#, count: 50_000)
        #expect(throws: HubError.self) { try decodeDevice(object) }
    }

    @Test func `a patch tells absent from null`() throws {
        let patch = try RestJSON.decode(
            DevicePatch.self,
            from: Array(#"{"statusReason":null,"tags":{"a":null,"b":"c"}}"#.utf8)
        )
        #expect(patch.statusReason == .removed)
        #expect(patch.status == nil)
        #expect(["a": "x", "z": "y"].merged(with: patch.tags ?? [:]) == ["b": "c", "z": "y"])
        let limits = try RestJSON.decode(HubLimitsPatch.self, from: Array(#"{"devices":null,"bytesPerDay":5}"#.utf8))
        let applied = limits.applied(to: HubLimits(newStreamsPerSecond: 7, devices: 9))
        #expect(applied == HubLimits(newStreamsPerSecond: 7, bytesPerDay: 5))
    }

    @Test func `an error body carries code, number and advice`() throws {
        let error = HubError(.deviceNotFound, "The hub 'hub' has no device 'x'.", target: "deviceId")
        let now = Timestamp(seconds: 0)
        let json = String(decoding: try RestJSON.encode(ErrorBody(error, trackingID: "t", now: now)), as: UTF8.self)
        #expect(json.contains(#""code":"DeviceNotFound""#))
        #expect(json.contains(#""number":404001"#))
        #expect(json.contains(#""retryable":false"#))
        #expect(json.contains(#""timestampUtc":"1970-01-01T00:00:00Z""#))
        let read = try RestJSON.decode(ErrorBody.self, from: Array(json.utf8)).hubError(status: 404)
        #expect(read.code == .deviceNotFound)
        #expect(read.message == error.message)
    }

    @Test func `a limit below zero is refused`() {
        #expect(throws: HubError.self) {
            try RestJSON.decode(HubLimitsPatch.self, from: Array(#"{"devices":-1}"#.utf8))
        }
    }

    @Test func `tags have bounds`() {
        #expect(throws: HubError.self) { try Tags(uniqueKeysWithValues: (0...50).map { ("t\($0)", "") }).check() }
        #expect(throws: HubError.self) { try ["": "x"].check() }
        #expect(throws: HubError.self) { try ["a": String(repeating: "x", count: 257)].check() }
        #expect(throws: Never.self) { try ["a": String(repeating: "x", count: 256)].check() }
    }
}
