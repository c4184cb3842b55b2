import HubModel
import StreamCore
import Testing

@Suite struct IoTHubServiceErrorTests {
    private static let now = Timestamp(seconds: 1_468_627_961)

    private func make(_ error: HubError) -> IoTHubServiceError {
        IoTHubServiceError(error, trackingID: "e4cb", now: Self.now)
    }

    @Test func `the body is that of the reference, byte for byte`() throws {
        let error = make(HubError(.deviceNotOnline, "Device 'a\"b' is not connected."))
        #expect(error.status == 404)
        #expect(error.errorCode == "DeviceNotOnline")
        #expect(
            String(decoding: try RestJSON.encode(error.body), as: UTF8.self) == """
                {"ExceptionMessage":"Tracking ID:e4cb-TimeStamp:07/16/2016 00:12:41",\
                "Message":"ErrorCode:DeviceNotOnline;Device 'a\\"b' is not connected."}
                """
        )
        #expect(IoTHubServiceError.headerName == "iothub-errorcode")
    }

    @Test(arguments: ErrorCode.allCases)
    func `Node and C# read the same name from body and header`(code: ErrorCode) {
        let error = make(HubError(code, "One; two: three."))
        // What Node's SDK does with the body.
        let node = error.body.message.split(separator: ";")[0].split(separator: ":")[1]
        #expect(String(node) == error.errorCode)
        #expect(error.body.message.hasPrefix("ErrorCode:"))
        #expect((400..<600).contains(error.status))
        #expect(error.status == code.httpStatus ?? 500)
        #expect((error.errorCode == "ServerError") == (code == .serverError || code.httpStatus == nil))
    }

    @Test func `the names that Node insists on for 404 stand there`() {
        #expect(make(HubError(.deviceNotFound, "No.")).errorCode == "DeviceNotFound")
        #expect(make(HubError(.hubNotFound, "No.")).errorCode == "IotHubNotFound")
    }

    @Test func `the stage and the hint are in the text, the detail is not`() {
        let error = make(
            HubError(
                .gatewayTimeout,
                "The device did not answer.",
                stage: "answer",
                hint: "Look at the agent.",
                detail: "socket 7"
            )
        )
        #expect(error.status == 504)
        #expect(
            error.body.message
                == "ErrorCode:GatewayTimeout;The device did not answer. Stage: answer. Look at the agent."
        )
        #expect(!error.body.exceptionMessage.contains("socket"))
    }

    @Test func `text from peers is made visible`() throws {
        let error = IoTHubServiceError(
            HubError(.streamRejected, "No\r\n\u{1B}[2J"),
            trackingID: "a\"\n",
            now: Self.now + .milliseconds(7)
        )
        #expect(error.body.message == "ErrorCode:StreamRejected;No\\r\\n\\u{1B}[2J")
        #expect(error.body.exceptionMessage == "Tracking ID:a\"\\n-TimeStamp:07/16/2016 00:12:41")
        #expect(try !RestJSON.encode(error.body).contains(0x0A))
    }
}
