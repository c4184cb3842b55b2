import StreamClient
import Testing

@testable import DeviceSDK

@Suite(.timeLimit(.minutes(1))) struct StateBoardTests {
    @Test func `whoever comes late sees the present state alone`() async {
        let board = StateBoard()
        board.show(.connecting)
        board.show(.connected)
        var states = ConnectionStates(board: board).makeAsyncIterator()
        #expect(await states.next() == .connected)
    }

    @Test func `the last state is seen, then the end`() async {
        let board = StateBoard()
        board.show(.closed, isLast: true)
        board.show(.connecting)
        var seen: [DeviceConnectionState] = []
        for await state in ConnectionStates(board: board) { seen.append(state) }
        #expect(seen == [.closed])
    }

    @Test func `a reader that waits is woken, and so is one that is cancelled`() async {
        let board = StateBoard()
        async let first = board.next(after: 0)
        let cancelled = Task { await board.next(after: 5)?.version }
        cancelled.cancel()
        #expect(await cancelled.value == nil)
        board.show(.connected)
        #expect(await first?.value == .connected)
    }
}
