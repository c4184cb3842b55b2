import HubModel
import NIOCore
import Testing

@testable import StreamClient

@Suite struct StreamPipeStateTests {
    private let chunk = ByteBuffer(bytes: [UInt8](repeating: 7, count: 100_000))

    private func taken(_ state: inout StreamPipeState) -> StreamPipeState.Taken { state.take().0 }

    private func resumes(_ state: inout StreamPipeState) -> Bool { state.take().resumes }

    @Test func `chunks come out in order, and the end behind them`() {
        var state = StreamPipeState()
        state.received(ByteBuffer(string: "a"))
        state.received(ByteBuffer(string: "b"))
        state.inputClosed()
        state.ended(.connectionLost("cut"))
        #expect(taken(&state) == .chunk(ByteBuffer(string: "a")))
        #expect(taken(&state) == .chunk(ByteBuffer(string: "b")))
        #expect(taken(&state) == .broke(.connectionLost("cut")))
    }

    @Test func `a reader waits until something comes`() {
        var state = StreamPipeState()
        #expect(taken(&state) == .wait)
        #expect(!state.isReady)
        state.inputClosed()
        #expect(state.isReady)
        #expect(taken(&state) == .finished)
    }

    @Test(arguments: [StreamEnd.finished, .closedHere])
    func `an end that somebody wanted is no error`(_ end: StreamEnd) {
        var state = StreamPipeState()
        state.ended(end)
        #expect(taken(&state) == .finished)
    }

    @Test func `reading stops at the bound and goes on below half of it`() {
        var state = StreamPipeState()
        for _ in 0..<3 { state.received(chunk) }
        #expect(!state.wantsData)
        #expect(!resumes(&state))
        #expect(resumes(&state))
        #expect(state.wantsData)
    }

    @Test func `a writer waits at the bound until half is written`() {
        var state = StreamPipeState()
        #expect(state.put(chunk) == .queued(mustWait: false, startsWriting: true))
        #expect(state.put(chunk) == .queued(mustWait: false, startsWriting: false))
        #expect(state.put(chunk) == .queued(mustWait: true, startsWriting: false))
        #expect(state.takeOrders() == [.write(chunk), .write(chunk), .write(chunk)])
        state.wrote(100_000)
        #expect(!state.hasRoom)
        state.wrote(100_000)
        #expect(state.hasRoom)
    }

    @Test func `after finishing nothing can be written, and reading goes on`() {
        var state = StreamPipeState()
        #expect(state.finish() == .queued(mustWait: false, startsWriting: true))
        #expect(state.put(chunk) == .finished)
        #expect(state.finish() == .finished)
        state.received(chunk)
        #expect(taken(&state) == .chunk(chunk))
    }

    @Test func `after the end writers hear of it`() {
        var state = StreamPipeState()
        state.ended(.closedByHub(.deviceDisabled, reason: "off"))
        #expect(state.put(chunk) == .ended(.closedByHub(.deviceDisabled, reason: "off")))
        #expect(state.hasRoom)
    }

    @Test func `closing drops what nobody read, and is told once`() {
        var state = StreamPipeState()
        state.received(chunk)
        let (first, second) = (state.close(), state.close())
        #expect(first)
        #expect(!second)
        state.received(chunk)
        #expect(state.wantsData)
        #expect(taken(&state) == .wait)
        #expect(state.takeOrders() == [.close])
    }
}
