import HubControl
import HubModel
import StreamCore
import TestSupport
import Testing

@testable import HubMQTT

/// From the first byte to the CONNACK.
@Suite(.timeLimit(.minutes(1)))
struct LoginTests {
    @Test func `a login is shown to the hub as it came, and let in`() async throws {
        let recorded = RecordedDoor()
        let device = try await TestDevice.connected(recorded)
        let login = try #require(recorded.logins.first)
        #expect(login.userName == "hub.devicestream.localhost/press-07")
        #expect(login.clientID == "press-07")
        #expect(login.password == Secret(text: "s"))
        #expect(login.serverName == "hub.devicestream.localhost")
        #expect(login.certificates.isEmpty)
        #expect(login.peerAddress == "192.0.2.7")
        #expect(login.transport == .mqttWebSocket)
        #expect(device.isActive)
    }

    @Test(arguments: [
        (ErrorCode.unauthorizedAccess, nil, MQTTRefusal.notAuthorized), (.deviceNotFound, nil, .notAuthorized),
        (.argumentInvalid, "clientId", .identifierRejected), (.argumentInvalid, "userName", .notAuthorized),
        (.deviceDisabled, nil, .serverUnavailable), (.throttling, nil, .serverUnavailable),
        (.serviceUnavailable, nil, .serverUnavailable), (.serverError, nil, .serverUnavailable),
    ])
    func `a refusal is told with its code before the close`(
        code: ErrorCode,
        target: String?,
        refusal: MQTTRefusal
    ) async throws {
        let recorded = RecordedDoor { _ throws(HubError) in throw HubError(code, "no", target: target) }
        let device = try await TestDevice(recorded)
        try await device.send(.connect(TestDevice.connect))
        #expect(try await device.next() == .connectAck(.refused(refusal)))
        try await device.waitForClose()
        #expect(recorded.events.isEmpty)
    }

    @Test(arguments: ErrorCode.allCases)
    func `no error makes the C SDK give up on a credential`(code: ErrorCode) {
        #expect(HubError(code, "no").connectRefusal != .badUserNameOrPassword)
        #expect(HubError(code, "no").connectRefusal != .identifierRejected)
    }

    @Test func `nothing is read while a login is judged, and what came is read then`() async throws {
        let held = HeldJudgement()
        let recorded = RecordedDoor { _ throws(HubError) in
            await held.wait()
            return nil
        }
        let device = try await TestDevice(recorded)
        device.askForBytes()
        await device.run()
        let before = device.reads.count
        try await device.send(.connect(TestDevice.connect), .pingRequest)
        try await device.wait { recorded.logins.count == 1 }
        device.askForBytes()
        await device.run()
        #expect(device.reads.count == before)
        #expect(try await device.nextIfThere() == nil)
        held.release()
        #expect(try await device.next() == .connectAck(.accepted(sessionPresent: true)))
        #expect(try await device.next() == .pingResponse)
        #expect(device.reads.count == before + 1)
    }

    @Test func `without CONNECT the connection ends after ten seconds`() async throws {
        let device = try await TestDevice(RecordedDoor())
        await device.advance(by: .milliseconds(9999))
        #expect(device.isActive)
        await device.advance(by: .milliseconds(1))
        try await device.waitForClose()
    }

    @Test func `a login that nobody judges is refused in the end, and closed when it was let in too late`() async throws
    {
        let held = HeldJudgement()
        let recorded = RecordedDoor { _ throws(HubError) in
            await held.wait()
            return nil
        }
        let device = try await TestDevice(recorded)
        try await device.send(.connect(TestDevice.connect))
        try await device.wait { recorded.logins.count == 1 }
        await device.advance(by: .seconds(10))
        #expect(try await device.next() == .connectAck(.refused(.serverUnavailable)))
        try await device.waitForClose()
        held.release()
        try await device.wait { recorded.events == [.closed(.authenticationTimedOut)] }
    }

    @Test func `bytes that are no CONNECT end the connection`() async throws {
        let device = try await TestDevice(RecordedDoor())
        try await device.send(bytes: Array("GET / HTTP/1.1\r\n".utf8))
        try await device.waitForClose()
    }

    @Test func `another protocol level is told so`() async throws {
        let device = try await TestDevice(RecordedDoor())
        try await device.send(bytes: [0x10, 8, 0, 4, 0x4D, 0x51, 0x54, 0x54, 5, 2])
        #expect(try await device.next() == .connectAck(.refused(.unacceptableProtocolVersion)))
        try await device.waitForClose()
    }
}
