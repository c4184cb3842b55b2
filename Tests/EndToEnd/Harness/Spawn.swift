import Foundation
import Glibc
import Synchronization

/// Starts programs; what they inherit is what is named here and nothing else.
enum Spawn {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Held while a program starts or a pipe is made: a pipe end that another program inherits would never end.
    private static let lock = Mutex<Void>(())

    /// Descriptors for the standard streams of a program; `nil` is `/dev/null`.
    struct Streams {
        var input: Int32?
        var output: Int32?
        var error: Int32?
    }

    /// Starts a program and returns its process id; whoever calls this reaps it.
    static func start(
        _ path: String,
        _ arguments: [String],
        environment: [String: String],
        streams: Streams
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (target, source) in [(0, streams.input), (1, streams.output), (2, streams.error)] as [(Int32, Int32?)] {
            if let source {
                posix_spawn_file_actions_adddup2(&actions, source, target)
            } else {
                posix_spawn_file_actions_addopen(&actions, target, "/dev/null", O_RDWR, 0)
            }
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // This process ignores SIGPIPE, and the test runner may block or ignore others: programs start with none of it.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { sigaddset(&defaults, signal) }
        var unblocked = sigset_t()
        sigemptyset(&unblocked)
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setsigmask(&attributes, &unblocked)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        let argv = ([path] + arguments).map { strdup($0) } + [nil]
        let envp = environment.map { strdup($0 + "=" + $1) } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var pid: pid_t = 0
        let code = lock.withLock { _ in posix_spawnp(&pid, path, &actions, &attributes, argv, envp) }
        guard code == 0 else {
            throw Failure(description: "\(path) cannot be started: \(String(cString: strerror(code)))")
        }
        return pid
    }

    /// A pipe whose ends no other program inherits.
    static func pipe() throws -> (read: Int32, write: Int32) {
        signal(SIGPIPE, SIG_IGN)
        return try lock.withLock { _ in
            var ends: [Int32] = [-1, -1]
            guard Glibc.pipe(&ends) == 0 else { throw Failure(description: "there is no pipe left") }
            for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
            return (ends[0], ends[1])
        }
    }

    /// The environment of every program: the way to other programs, a home of its own, and nothing of the caller's.
    static func environment(home: String, _ more: [String: String] = [:]) -> [String: String] {
        var variables = ["HOME": home, "LC_ALL": "C.UTF-8"]
        for name in ["PATH", "LD_LIBRARY_PATH"] { variables[name] = ProcessInfo.processInfo.environment[name] }
        return variables.merging(more) { _, new in new }
    }
}
