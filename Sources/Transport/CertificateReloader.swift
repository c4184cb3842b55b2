package import Logging
import NIOPosix
import Synchronization

/// Holds the configured certificate and takes a new one when its files change, without a restart.
///
/// The files are looked at in `run()`, never in a handshake. A pair that has changed is read once it has kept still for
/// a whole interval, because certificate and key are written one after the other; a new pair that is broken leaves the
/// old one in use and is complained about once.
package final class CertificateReloader: Sendable {
    /// How often the files are looked at.
    ///
    /// Renewal happens weeks before the end, so seconds do not matter.
    static let pollInterval: Duration = .seconds(2)

    private struct State {
        var credential: ServerCredential
        /// The pair in use, or the broken one that was last tried.
        var tried: CertificateFiles.Signature
        /// A change seen at the last look.
        var changing: CertificateFiles.Signature?
    }

    private let files: CertificateFiles
    private let logger: Logger
    private let now: @Sendable () -> Int64
    private let state: Mutex<State>

    /// Reads the files.
    ///
    /// Blocking; for the start of the program.
    ///
    /// - Parameters:
    ///   - files: the pair.
    ///   - logger: tells of each reload, and of a new pair that is refused.
    ///   - now: the time in milliseconds since 1970.
    /// - Throws: what is wrong with the files.
    package init(
        files: CertificateFiles,
        logger: Logger,
        now: @escaping @Sendable () -> Int64
    ) throws(CertificateFilesError) {
        self.files = files
        self.logger = logger
        self.now = now
        // Looked at before it is read: a change in between is then seen as one.
        let signature = files.signature()
        state = Mutex(State(credential: try files.load(now: now()), tried: signature))
    }

    /// The certificate for the next handshake.
    package var current: ServerCredential { state.withLock { $0.credential } }

    /// Looks at the files until the task is cancelled.
    package func run() async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: Self.pollInterval)
                try await NIOThreadPool.singleton.runIfActive { self.check() }
            } catch {
                // Cancelled, or the threads for blocking work are gone: the program ends.
                return
            }
        }
    }

    /// Looks at the files once.
    ///
    /// Blocking.
    func check() {
        let seen = files.signature()
        let isSettled = state.withLock { state in
            if seen == state.tried {
                state.changing = nil
                return false
            }
            if seen == state.changing { return true }
            state.changing = seen
            return false
        }
        guard isSettled else { return }
        do throws(CertificateFilesError) {
            let credential = try files.load(now: now())
            // A change while reading may have mixed two pairs; the next look sees it.
            guard files.signature() == seen else { return }
            state.withLock { $0 = State(credential: credential, tried: seen) }
            logger.info("certificate reloaded", metadata: ["file": "\(files.certificate)"])
        } catch {
            guard files.signature() == seen else { return }
            state.withLock { state in
                state.tried = seen
                state.changing = nil
            }
            logger.error("new certificate refused, the old one stays in use", metadata: ["error": "\(error)"])
        }
    }
}
