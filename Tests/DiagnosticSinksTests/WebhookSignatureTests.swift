import HubModel
import Testing

@testable import DiagnosticSinks

@Suite struct WebhookSignatureTests {
    /// The example of the specification of Standard Webhooks.
    @Test func `the specification's example is signed as there`() {
        let signature = WebhookSignature(secret: Secret(text: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let fields = signature.fields(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at: Timestamp(seconds: 1_614_265_330),
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        #expect(fields.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(
            fields.map(\.value) == [
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ]
        )
    }

    @Test func `any other text is a key as it is`() {
        func code(_ secret: String) -> String? {
            WebhookSignature(secret: Secret(text: secret)).fields(id: "a", at: Timestamp(seconds: 1), body: []).last?
                .value
        }
        #expect(code("sixteen bytes ok") != code("sixteen bytes oK"))
        #expect(code("whsec_not base 64!") != nil)
        #expect(code("whsec_c2l4dGVlbiBieXRlcyBvaw==") == code("sixteen bytes ok"))
    }

    @Test func `a batch is the body that Azure exports`() throws {
        let batch = try Samples.batch(1...2)
        let body = try RestJSON.decode(Exported.self, from: WebhookSink.body(batch))
        #expect(body.records.map(\.sequence) == [1, 2])
        let record = try #require(body.records.first)
        #expect(record.durationMs == "12")
        #expect(record.properties == #"{"deviceId":"press-07","trackingId":"b90e3f12"}"#)
        #expect(record.hash == "00ff")
        #expect(record.location == "local")
    }

    private struct Exported: Decodable {
        struct Record: Decodable {
            let time: String
            let resourceId: String
            let operationName: String
            let durationMs: String
            let properties: String
            let location: String
            let sequence: Int
            let hash: String
        }

        let records: [Record]
    }
}
