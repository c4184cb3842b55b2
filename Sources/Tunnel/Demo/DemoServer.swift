import CLI
import HubModel
import JMESPath

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A `devicestreamd` as a child, with a state directory of its own; both go with the demo.
struct DemoServer {
    /// It makes keys and a database first.
    private static let startTimeout = Duration.seconds(30)
    /// It gives running requests 10 s.
    private static let stopTimeout = Duration.seconds(12)

    let directory: String
    private let child: ChildProcess
    private let output: BlockingLines

    /// Starts it, and returns when it is ready.
    static func start() async throws -> DemoServer {
        let program = try path()
        let directory = try DemoDirectory.make()
        do {
            let output = try SystemCall.makePipe()
            defer { close(output.write) }
            let errors = open(directory + "/log", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
            defer { if errors >= 0 { close(errors) } }
            let child = try ChildProcess(
                [program, "--state-dir", directory + "/state", "--listen", "127.0.0.1:0", "--mqtt-listen", "none"],
                environment: ProcessVariables.all.filter { !$0.hasPrefix("DEVICESTREAM_") },
                streams: .init(output: output.write, error: errors >= 0 ? errors : nil),
                // Ctrl-C is for the demo, which stops it when its streams are closed.
                leadsGroup: true
            )
            let server = DemoServer(directory: directory, child: child, output: BlockingLines(output.read))
            do {
                try await server.awaitReady()
            } catch {
                await server.stop()
                throw error
            }
            return server
        } catch {
            DemoDirectory.remove(directory)
            throw error
        }
    }

    /// Where the command line finds server, token and CA.
    var state: String { directory + "/state" }

    /// Ends it, and takes its directory away.
    func stop() async {
        child.signal(SIGTERM)
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = await child.wait() }
            group.addTask {
                // Cancelled when the server has ended.
                do { try await Task.sleep(for: Self.stopTimeout) } catch { return }
                child.signal(SIGKILL)
            }
            await group.next()
            group.cancelAll()
        }
        DemoDirectory.remove(directory)
    }

    /// Returns when the task is cancelled, and throws where the server has ended before.
    func untilItEnds() async throws(HubError) {
        for await _ in output.lines {}
        guard !Task.isCancelled else { return }
        throw HubError(.localFailure, "The server of the demo has ended: \(lastWords)")
    }

    /// The last line of its log.
    private var lastWords: String {
        // Without a log it said nothing, either.
        let log = (try? Descriptor(reading: directory + "/log").readAll(limit: 1 << 20)) ?? []
        let last = String(decoding: log, as: UTF8.self).split(whereSeparator: \.isNewline).last
        return VisibleText.show(last.map(String.init) ?? "It said nothing.", limit: 300)
    }

    private func awaitReady() async throws {
        let isReady = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                for await line in output.lines where line == "ready" { return true }
                return false
            }
            group.addTask {
                // Cancelled when the server is ready, or has ended.
                try? await Task.sleep(for: Self.startTimeout)
                return false
            }
            let first = await group.next() ?? false
            group.cancelAll()
            return first
        }
        guard !isReady else { return }
        throw HubError(.localFailure, "The server did not start: \(lastWords)")
    }

    /// Beside this program, or where a shell would find it.
    private static func path() throws(HubError) -> String {
        let own = TunnelProgram.ownPath ?? ""
        let folder = own[..<(own.lastIndex(of: "/") ?? own.startIndex)]
        for place in [
            folder + "/devicestreamd", folder + "/../../bin/devicestreamd", folder + "/../../sbin/devicestreamd",
        ]
        where access(String(place), X_OK) == 0 {
            return String(place)
        }
        for folder in (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":")
        where access(folder + "/devicestreamd", X_OK) == 0 {
            return folder + "/devicestreamd"
        }
        throw HubError(
            .localFailure,
            "The demo needs the server, and there is no 'devicestreamd' beside this program or in PATH.",
            hint: "Install all programs of devicestream into the same directory."
        )
    }
}
