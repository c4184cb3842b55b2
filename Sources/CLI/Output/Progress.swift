import HubModel

/// Shows on a terminal how far long work has come, once it takes longer than a second.
final class Progress {
    private static let silence = Duration.seconds(1)
    private static let interval = Duration.milliseconds(200)

    private let console: Console
    private let world: World
    private let isShown: Bool
    private let start: Timestamp
    private var lastShown: Timestamp?

    init(console: Console, world: World, isQuiet: Bool) {
        self.console = console
        self.world = world
        isShown = console.isErrorTerminal && !isQuiet
        start = isShown ? world.now : Timestamp(milliseconds: 0)
    }

    /// The text is made only when it is shown.
    func update(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = world.now
        guard now - start >= Self.silence else { return }
        if let lastShown, now - lastShown < Self.interval { return }
        lastShown = now
        console.complain("\r" + text() + "\u{1B}[K")
    }

    /// Takes the line away.
    func end() {
        guard lastShown != nil else { return }
        lastShown = nil
        console.complain("\r\u{1B}[K")
    }
}
