import HubModel
import Testing

@testable import HubClient

struct AnswerTests {
    private static let now = Timestamp(seconds: 1_700_000_000)
    private static let request = HubRequest(.get, target: "/v1/hubs")

    private func failure(_ status: Int, _ body: [UInt8], _ fields: [HubRequest.Field] = []) throws -> RequestFailure {
        let result = Answer(status: status, fields: fields, body: body).result(of: Self.request)
        return try #require(throws: RequestFailure.self) { try result.get() }
    }

    @Test func `the server's error is kept whole`() throws {
        let error = HubError(.hubNotFound, "No hub 'x'.", target: "hub", retryAfter: .seconds(3), hint: "List them.")
        let body = try RestJSON.encode(ErrorBody(error, trackingID: "t-1", now: Self.now))
        let failure = try failure(404, body)
        #expect(failure.error == error)
        #expect(failure.trackingID == "t-1")
        #expect(failure.body == body)
    }

    @Test func `an unknown code keeps the class of its status`() throws {
        let error = HubError(.forbidden, "No.")
        var body = ErrorBody(error, trackingID: "t", now: Self.now)
        body.error.code = "FromTheFuture"
        #expect(try failure(403, RestJSON.encode(body)).error.code == .forbidden)
    }

    @Test(arguments: [
        (401, ErrorCode.unauthorizedAccess), (404, .resourceNotFound), (429, .throttling), (502, .serviceUnavailable),
        (418, .responseNotUnderstood),
    ])
    func `an error of another server says its status`(_ status: Int, _ code: ErrorCode) throws {
        let failure = try failure(
            status,
            Array("<html>".utf8),
            [.init("Content-Type", "text/html; charset=utf-8"), .init("x-ms-request-id", "t-2")]
        )
        #expect(failure.error.code == code)
        #expect(failure.error.message.contains("\(status)") && failure.error.message.contains("(text/html)"))
        #expect(failure.trackingID == "t-2")
        #expect(failure.body == nil)
    }

    @Test func `a redirect is not followed and says where it leads`() throws {
        let failure = try failure(302, [], [.init("Location", "https://evil.example/\u{1B}")])
        #expect(failure.error.code == .responseNotUnderstood)
        #expect(failure.error.message.contains("'https://evil.example/\\u{1B}'"))
    }

    @Test func `304 answers a conditional request only`() throws {
        var request = Self.request
        let answer = Answer(status: 304, fields: [], body: [])
        #expect(throws: RequestFailure.self) { try answer.result(of: request).get() }
        request.fields = [.init("If-None-Match", "\"x\"")]
        #expect(try answer.result(of: request).get().status == 304)
    }

    @Test(arguments: [200, 400, 404, 409, 412, 500])
    func `what the server has settled is not asked again`(_ status: Int) {
        let answer = Answer(status: status, fields: [.init("Retry-After", "1")], body: [])
        #expect(answer.attempt(now: Self.now) == .settled)
    }

    @Test(arguments: [429, 502, 503, 504])
    func `what the server cannot do now is asked again`(_ status: Int) {
        let answer = Answer(status: status, fields: [.init("retry-after", "9")], body: [])
        #expect(answer.attempt(now: Self.now) == .refused(retryAfter: .seconds(9)))
    }
}
