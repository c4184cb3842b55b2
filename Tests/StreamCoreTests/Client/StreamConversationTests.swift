import HubModel
import NIOCore
import Testing

@testable import StreamCore

@Suite struct StreamConversationTests {
    /// A text frame, in pieces.
    private func text(_ pieces: String..., to machine: inout StreamConversation) -> StreamConversation.ReceivedAction {
        let length = pieces.reduce(0) { $0 + $1.utf8.count }
        let isData = machine.began(FrameHeader(.text, length: length))
        #expect(!isData)
        for piece in pieces { machine.skipped(ByteBuffer(string: piece)) }
        return machine.frameEnded()
    }

    private func expect(
        _ machine: inout StreamConversation,
        _ status: CloseStatus,
        ends expected: StreamEnd,
        answers expectedToAnswer: Bool
    ) {
        let (end, answers) = machine.closeReceived(status)
        #expect(end == expected)
        #expect(answers == expectedToAnswer)
    }

    private func binary(to machine: inout StreamConversation) -> Bool {
        let isData = machine.began(FrameHeader(.binary, length: 1))
        #expect(machine.frameEnded() == .nothing)
        return isData
    }

    @Test func `both sides finish, in either order, and the last one closes`() {
        var machine = StreamConversation(hasHalfClose: true)
        #expect(machine.finished() == .init(sendsFinish: true, closes: false))
        #expect(!machine.canWrite)
        #expect(binary(to: &machine))
        #expect(text("fin", to: &machine) == .finishInputAndClose)
        let end = machine.closeReceived(CloseStatus(.normal)).end
        #expect(end == .finished)

        machine = StreamConversation(hasHalfClose: true)
        #expect(text("f", "", "in", to: &machine) == .finishInput)
        #expect(!machine.expectsData)
        #expect(machine.finished() == .init(sendsFinish: true, closes: true))
        #expect(machine.finished() == .init())
        expect(&machine, CloseStatus(.normal), ends: .finished, answers: false)
    }

    @Test(arguments: ["", "FIN", "fi", "final", "x"])
    func `another text breaks the stream`(_ word: String) {
        var machine = StreamConversation(hasHalfClose: true)
        guard case .fail(let status) = text(word, to: &machine) else {
            Issue.record("'\(word)' was taken")
            return
        }
        #expect(status.code == .unsupportedData)
        #expect(!machine.expectsData)
    }

    @Test func `without the agreement a text is data, and finishing ends all`() {
        var machine = StreamConversation(hasHalfClose: false)
        let isData = machine.began(FrameHeader(.text, length: 3))
        #expect(isData)
        #expect(machine.frameEnded() == .nothing)
        #expect(machine.finished() == .init(sendsFinish: false, closes: true))
        expect(&machine, CloseStatus(.normal), ends: .closedHere, answers: false)
    }

    @Test func `a close without a fin is no end of the data where one was agreed on`() {
        var agreed = StreamConversation(hasHalfClose: true)
        let status = CloseStatus(.normal, reason: "the device disconnected")
        expect(&agreed, status, ends: .connectionLost("the device disconnected"), answers: true)
        var other = StreamConversation(hasHalfClose: false)
        expect(&other, status, ends: .finished, answers: true)
    }

    @Test func `closes of the hub tell its code`() throws {
        let code = try #require(CloseCode(4403))
        var machine = StreamConversation(hasHalfClose: true)
        let (end, answers) = machine.closeReceived(CloseStatus(code, reason: "DeviceDisabled"))
        #expect(end == .closedByHub(.deviceDisabled, reason: ErrorCode.deviceDisabled.entry.meaning))
        #expect(answers)
        var tracked = StreamConversation(hasHalfClose: true)
        let known = tracked.closeReceived(CloseStatus(code, reason: "DeviceDisabled; tracking 1-2")).end
        #expect(
            known
                == .closedByHub(
                    .deviceDisabled,
                    reason: ErrorCode.deviceDisabled.entry.meaning + "; tracking 1-2"
                )
        )
        var told = StreamConversation(hasHalfClose: true)
        let closed = told.closeReceived(CloseStatus(code, reason: "StreamClosed: see 4711; tracking 1-2")).end
        #expect(closed == .closedByHub(.streamClosed, reason: "An operator closed the stream: see 4711; tracking 1-2"))
        var stopping = StreamConversation(hasHalfClose: true)
        let going = stopping.closeReceived(CloseStatus(.goingAway, reason: "the gateway stops")).end
        #expect(going == .closedByHub(nil, reason: "the gateway stops"))
    }

    @Test func `a connection that ends is lost unless both sides were done`() {
        var open = StreamConversation(hasHalfClose: true)
        #expect(open.connectionEnded("cut") == .connectionLost("cut"))
        var half = StreamConversation(hasHalfClose: true)
        _ = half.finished()
        #expect(half.connectionEnded("cut") == .connectionLost("cut"))
        _ = half.frameEnded()
        var done = StreamConversation(hasHalfClose: true)
        _ = done.finished()
        _ = text("fin", to: &done)
        #expect(done.connectionEnded("cut") == .finished)
        var closed = StreamConversation(hasHalfClose: true)
        #expect(closed.closed() == .init(sendsFinish: true, closes: true))
        #expect(closed.connectionEnded("cut") == .closedHere)
    }

    @Test func `what comes after the end of the data is none`() {
        var machine = StreamConversation(hasHalfClose: true)
        _ = text("fin", to: &machine)
        #expect(!binary(to: &machine))
    }
}
