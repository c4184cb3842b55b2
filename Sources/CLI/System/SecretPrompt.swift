import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Asks for a secret on the terminal.
enum SecretPrompt {
    /// Shows the question on standard error and reads a line from standard input, which must be a terminal, without
    /// echo.
    ///
    /// Signals from the terminal are off meanwhile, so that Ctrl-C cannot leave it without echo.
    static func ask(_ question: String) throws(HubError) -> String {
        var old = termios()
        guard tcgetattr(STDIN_FILENO, &old) == 0 else {
            throw HubError(.usage, "The terminal cannot hide what is typed.", hint: "Use --token-file FILE.")
        }
        var quiet = old
        // Byte by byte: while a terminal collects a line, Ctrl-C would wait for its end.
        quiet.c_lflag &= ~tcflag_t(ECHO | ISIG | ICANON)
        withUnsafeMutableBytes(of: &quiet.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet)
        Console.process.complain(question)
        var line = TypedLine()
        var action = TypedLine.ReceivedAction.read
        var byte: UInt8 = 0
        while action == .read, read(STDIN_FILENO, &byte, 1) == 1 { action = line.received(byte) }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &old)
        Console.process.complain("\n")
        if action == .interrupt { Posix.endProcess(ExitStatus.interrupted.rawValue) }
        return String(decoding: line.bytes, as: UTF8.self)
    }
}
