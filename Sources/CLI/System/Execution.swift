import HubModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The program that takes the place of this one, and what it is told.
enum Execution {
    /// The path from the root; it need not lead to anything.
    static func absolutePath(_ path: String) throws(HubError) -> String {
        if path.hasPrefix("/") { return path }
        guard let directory = realpath(".", nil) else {
            throw HubError(.localFailure, "The current directory cannot be found: \(Posix.Failure().text).")
        }
        defer { free(directory) }
        return String(cString: directory) + "/" + path
    }

    /// Replaces this program by another one, which is looked for in `PATH`; returns only where that is impossible.
    ///
    /// Nothing of ours is left then: the terminal, the signals and the exit status are the other's.
    static func replaceProcess(by arguments: [String], hint: String) -> HubError {
        // It is ignored here, and would be there.
        signal(SIGPIPE, SIG_DFL)
        var pointers = arguments.map { strdup($0) }
        pointers.append(nil)
        defer { for pointer in pointers { free(pointer) } }
        execvp(arguments.first ?? "", pointers)
        let failure = Posix.Failure()
        signal(SIGPIPE, SIG_IGN)
        let name = VisibleText.show(arguments.first ?? "", limit: 100)
        return HubError(.localFailure, "'\(name)' cannot be run: \(failure.text).", hint: hint)
    }
}
