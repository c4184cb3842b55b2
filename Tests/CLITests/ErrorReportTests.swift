import HubClient
import HubModel
import Testing

@testable import CLI

struct ErrorReportTests {
    private static let offline = HubError(
        .deviceNotOnline,
        "Device 'press-08' is not connected to hub 'hub'. It was last seen 2026-11-20T08:12:44Z.",
        hint: "Wait for it with: devicestream stream open press-08 --wait-online 10m"
    )

    private func told(
        _ failure: RequestFailure,
        _ format: ErrorFormat = .text,
        usesColour: Bool = false
    ) -> (text: String, status: HubModel.ExitStatus) {
        var text = ""
        let world = World(clock: { Timestamp(seconds: 0) }, random: { [UInt8](repeating: 0, count: $0) })
        let report = ErrorReport(format: format, usesColour: usesColour, world: world) { text += $0 }
        let status = report.tell(failure)
        return (text, status)
    }

    @Test func `the text says what, why, what next, and the code`() {
        let failure = RequestFailure(Self.offline, trackingID: "b90e3f12-1111-4222-8333-444455556666")
        let expected = """
            ERROR: Device 'press-08' is not connected to hub 'hub'. It was last seen 2026-11-20T08:12:44Z.
                   Wait for it with: devicestream stream open press-08 --wait-online 10m
                   code: DeviceNotOnline (404103)  tracking: b90e3f12

            """
        #expect(told(failure) == (expected, .deviceOffline))
        let coloured = "\u{1B}[31mERROR:\u{1B}[0m" + expected.dropFirst("ERROR:".count)
        #expect(told(failure, usesColour: true).text == coloured)
    }

    @Test func `an error of this machine has no tracking id and the catalogue's advice`() {
        let (text, status) = told(RequestFailure(HubError(.clientTimeout, "No answer.")))
        #expect(text.hasSuffix("       Try again, or raise --timeout.\n       code: ClientTimeout (600204)\n"))
        #expect(status == .timedOut)
    }

    @Test func `the stage of a handshake stands beside the code`() {
        let error = HubError(.gatewayTimeout, "Nobody came.", stage: "deviceJoin")
        let text = told(RequestFailure(error, trackingID: "b90e3f12")).text
        #expect(text.hasSuffix("code: GatewayTimeout (504101)  stage: deviceJoin  tracking: b90e3f12\n"))
    }

    @Test func `a hint of several lines keeps them, and nothing else breaks a line`() {
        let error = HubError(.usage, "a\nb\u{1B}[2J", hint: "one\ntwo\u{202E}")
        let text = told(RequestFailure(error, trackingID: "x\ny")).text
        let lines = text.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0] == "ERROR: a\\nb\\u{1B}[2J")
        #expect(lines[2] == "       two\\u{202E}")
        #expect(lines[3].hasSuffix("tracking: x\\ny"))
    }

    @Test func `JSON is the server's body on one line`() throws {
        let body = Array("{\"error\":{\"code\":\"Forbidden\",\"message\":\"\u{9B}31m\"}}\n".utf8)
        let (text, status) = told(RequestFailure(HubError(.forbidden, "No."), body: body), .json)
        #expect(text == "{\"error\":{\"code\":\"Forbidden\",\"message\":\"\\u009b31m\"}}\n")
        #expect(status == .forbidden)
    }

    @Test func `JSON of an error of this machine has the same form`() throws {
        let text = told(RequestFailure(Self.offline), .json).text
        let body = try RestJSON.decode(ErrorBody.self, from: text.utf8)
        #expect(body.hubError(status: 404) == Self.offline)
        #expect(text.filter { $0.isNewline } == "\n")
    }
}
