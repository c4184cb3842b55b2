import HubModel
import Synchronization
import Testing

@testable import CLI

struct ProgressTests {
    /// Standard error as a terminal sees it, and a clock that a test moves.
    private final class Screen: Sendable {
        let text = Mutex("")
        let milliseconds = Mutex<Int64>(0)

        func progress(isTerminal: Bool = true, isQuiet: Bool = false) -> Progress {
            var console = Console.process
            console.isErrorTerminal = isTerminal
            console.complain = { more in self.text.withLock { $0 += more } }
            let world = World(
                clock: { Timestamp(milliseconds: self.milliseconds.withLock { $0 }) },
                random: { [UInt8](repeating: 0, count: $0) }
            )
            return Progress(console: console, world: world, isQuiet: isQuiet)
        }

        func wait(milliseconds more: Int64) { milliseconds.withLock { $0 += more } }

        var shown: String { text.withLock { $0 } }
    }

    @Test func `short work shows nothing`() {
        let screen = Screen()
        let progress = screen.progress()
        screen.wait(milliseconds: 999)
        progress.update("1")
        progress.end()
        #expect(screen.shown == "")
    }

    @Test func `long work shows one line, now and then, and takes it away`() {
        let screen = Screen()
        let progress = screen.progress()
        screen.wait(milliseconds: 1000)
        progress.update("1")
        screen.wait(milliseconds: 199)
        progress.update("2")
        screen.wait(milliseconds: 1)
        progress.update("3")
        progress.end()
        progress.end()
        #expect(screen.shown == "\r1\u{1B}[K\r3\u{1B}[K\r\u{1B}[K")
    }

    @Test(arguments: [(false, false), (true, true)])
    func `only a terminal that wants it sees it`(_ isTerminal: Bool, _ isQuiet: Bool) {
        let screen = Screen()
        let progress = screen.progress(isTerminal: isTerminal, isQuiet: isQuiet)
        screen.wait(milliseconds: 5000)
        progress.update("1")
        progress.end()
        #expect(screen.shown == "")
    }
}
