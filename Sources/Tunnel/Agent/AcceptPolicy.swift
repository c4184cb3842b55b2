import CLI
import DeviceSDK
import HubModel
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The program of `--accept-exec`, which has the last word on each stream.
struct AcceptPolicy: Sendable {
    /// The most that is read of what it says; a reason has 256 bytes.
    private static let maximumReasonBytes = 4096

    /// Programs at once; each has a process, and two threads that wait for it.
    private static let maximumAtOnce = 32

    private let words: [String]
    private let timeout: Duration
    private let places: Places

    init(_ words: [String], timeout: Duration) {
        self.words = words
        self.timeout = timeout
        places = Places(Self.maximumAtOnce)
    }

    /// Throws a `Refusal` unless the program ends with status 0 in time.
    func check(_ request: StreamRequest, _ choice: AgentServices.Choice) async throws {
        guard places.take() else {
            throw Refusal(code: "AgentBusy", reason: "The agent's policy is busy with other streams.")
        }
        defer { places.giveBack() }
        let errors = try SystemCall.makePipe()
        let child: ChildProcess
        do throws(HubError) {
            defer { close(errors.write) }
            child = try ChildProcess(
                words,
                environment: Self.environment(request, choice),
                streams: .init(error: errors.write),
                leadsGroup: true
            )
        } catch {
            close(errors.read)
            // Nobody gets in where the one who decides cannot be asked.
            throw Refusal(code: "PolicyFailed", reason: error.message)
        }
        let text = BlockingRead(errors.read, limit: Self.maximumReasonBytes)
        let status = await child.end(within: timeout)
        switch status {
        case 0?: return
        case nil: throw Refusal(code: "PolicyTimeout", reason: "The agent's policy did not decide in time.")
        case let status?:
            throw Refusal(
                code: "Policy",
                reason: await text.firstLine() ?? "The agent's policy said no, with status \(status) and no reason."
            )
        }
    }

    /// What the program is told; nothing else of this process's environment that belongs to devicestream.
    private static func environment(_ request: StreamRequest, _ choice: AgentServices.Choice) -> [String] {
        var variables = ProcessVariables.all.filter { !$0.hasPrefix("DEVICESTREAM_") }
        let target: String? =
            switch choice {
            case .target(let service): service.place
            case .builtIn(let service): service.rawValue
            case .none: nil
            }
        for (name, value) in [
            ("CALLER", request.caller), ("SERVICE", request.service?.text), ("REASON", request.reason),
            ("STREAM_NAME", request.name.text), ("STREAM_ID", request.id.text), ("TARGET", target),
        ] {
            variables.append("DEVICESTREAM_\(name)=\(value ?? "")")
        }
        return variables
    }
}

/// So many things at once, and no more.
private final class Places: Sendable {
    private let free: Mutex<Int>

    init(_ count: Int) {
        free = Mutex(count)
    }

    /// Whether there was one.
    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    func giveBack() {
        free.withLock { $0 += 1 }
    }
}
