import HubModel

/// The program beside this one that opens and takes streams.
///
/// Apart, because what it needs (NIO, TLS) makes each start of a program slower, and most commands need none of it.
package enum TunnelProgram {
    /// The file that this process runs; `nil` where the system does not tell.
    package static var ownPath: String? { Posix.executablePath }

    static let name = "devicestream-tunnel"

    /// Becomes that program, with the same arguments; returns only by throwing.
    static func execute(_ arguments: [String]) throws(HubError) -> ExitStatus {
        guard let own = ownPath else { throw missing(besides: nil) }
        for path in places(besides: own) {
            do throws(Posix.Failure) {
                // The first word is what a person called: it stands in messages.
                try Posix.execute(path, [own] + arguments)
            } catch {
                guard error.isMissing else {
                    throw HubError(.localFailure, "\(SystemFile.quoted(path)) cannot be started: \(error.text).")
                }
            }
        }
        throw missing(besides: own)
    }

    /// Where it may be: beside this program, or where distributions put programs that nobody calls by name.
    static func places(besides own: String) -> [String] {
        let folder = String(own[..<(own.lastIndex(of: "/") ?? own.startIndex)])
        return [folder + "/" + name, folder + "/../libexec/devicestream/" + name]
    }

    private static func missing(besides own: String?) -> HubError {
        HubError(
            .localFailure,
            "The program '\(name)', which opens and takes streams, is not beside "
                + (own.map(SystemFile.quoted) ?? "this program") + ".",
            hint: "Install both programs of devicestream into the same directory."
        )
    }
}
