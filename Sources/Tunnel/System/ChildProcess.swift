import Dispatch
import HubModel

#if canImport(Glibc)
import CSpawn
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A program that was started with an argument vector; no shell is between.
///
/// It inherits its standard streams and nothing else: a stream's socket in its hands would stay open as long as it runs.
struct ChildProcess: Sendable {
    let id: pid_t

    /// Descriptors for the standard streams; `nil` is `/dev/null`.
    struct Streams {
        var input: CInt?
        var output: CInt?
        var error: CInt?

        /// Those of this process.
        static let inherited = Streams(input: 0, output: 1, error: 2)
    }

    /// Starts a program that is found as a shell finds it.
    ///
    /// - Parameters:
    ///   - words: the program and its arguments.
    ///   - environment: all variables, as `NAME=VALUE`; this process's where it is `nil`.
    ///   - streams: its standard streams.
    ///   - leadsGroup: whether it and what it starts can be signalled together.
    /// - Throws: `Usage` where it cannot be started.
    init(
        _ words: [String],
        environment: [String]? = nil,
        streams: Streams,
        leadsGroup: Bool = false
    ) throws(HubError) {
        var actions = Self.actions(streams)
        defer { posix_spawn_file_actions_destroy(&actions) }
        var attributes = Self.attributes(leadsGroup: leadsGroup)
        defer { posix_spawnattr_destroy(&attributes) }
        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { $0.map { strdup($0) } + [nil] } ?? []
        defer { for pointer in arguments + variables { free(pointer) } }
        var id: pid_t = 0
        let code =
            environment == nil
            ? posix_spawnp(&id, words[0], &actions, &attributes, arguments, environ)
            : posix_spawnp(&id, words[0], &actions, &attributes, arguments, variables)
        guard code == 0 else {
            throw HubError(
                .usage,
                "'\(VisibleText.show(words[0], limit: 200))' cannot be started: \(String(cString: strerror(code))).",
                hint: "Check its name and PATH; arguments of its own stand behind '--'."
            )
        }
        self.id = id
    }

    /// Waits for its end, once; the exit status, or 128 and the number of the signal that ended it.
    ///
    /// On a thread of its own: the system tells in no other way that is the same everywhere. What is left of its group
    /// is killed where that is asked for, before its number can be another's.
    func wait(endsGroup: Bool = false) async -> Int32 {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "devicestream.child").async { [id] in
                if endsGroup {
                    var info = siginfo_t()
                    while waitid(P_PID, id_t(id), &info, WEXITED | WNOWAIT) == -1, errno == EINTR {}
                    kill(-id, SIGKILL)
                }
                var raw: Int32 = 0
                while waitpid(id, &raw, 0) == -1, errno == EINTR {}
                let isExit = raw & 0x7F == 0
                continuation.resume(returning: isExit ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F))
            }
        }
    }

    /// Sends it a signal, and to those that it started where it leads a group.
    func signal(_ number: CInt, toGroup: Bool = false) { _ = kill(toGroup ? -id : id, number) }

    private static func actions(_ streams: Streams) -> posix_spawn_file_actions_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        for (target, source) in [(0, streams.input), (1, streams.output), (2, streams.error)] as [(CInt, CInt?)] {
            if let source {
                posix_spawn_file_actions_adddup2(&actions, source, target)
            } else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
            }
        }
        #if canImport(Glibc)
        cspawn_close_from(&actions, 3)
        #endif
        return actions
    }

    private static func attributes(leadsGroup: Bool) -> posix_spawnattr_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        // This process ignores one signal and has others blocked; a program starts with none of it.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGPIPE, SIGINT, SIGTERM] { sigaddset(&defaults, signal) }
        var unblocked = sigset_t()
        sigemptyset(&unblocked)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setsigmask(&attributes, &unblocked)
        var flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK
        if leadsGroup {
            posix_spawnattr_setpgroup(&attributes, 0)
            flags |= POSIX_SPAWN_SETPGROUP
        }
        #if canImport(Darwin)
        flags |= POSIX_SPAWN_CLOEXEC_DEFAULT
        #endif
        posix_spawnattr_setflags(&attributes, Int16(flags))
        return attributes
    }
}
