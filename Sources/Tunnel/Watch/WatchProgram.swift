import CLI
import HubClient
import HubModel
import JMESPath
import ServiceSDK

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Carries out `allowlist watch`.
struct WatchProgram {
    /// Version and tag are far less.
    private static let maximumMemoryBytes = 4096

    private let plan: WatchPlan
    private let side: Session.ManagementSide
    private let reader: AllowlistReader
    private let memory: String
    private let log: EventLog

    init(_ plan: WatchPlan, _ session: Session) throws {
        self.plan = plan
        side = try session.managementSide(hub: plan.hub)
        reader = AllowlistReader(side, plan.format, RequestStyle(session))
        memory = try plan.memory ?? session.stateFile(Self.memoryName(plan, side))
        // Without a program the list itself is the output.
        log = EventLog(session.eventStyle, isOutputTaken: plan.words.isEmpty)
    }

    func run() async throws -> Int32 {
        var applied = try Session.remembered(memory, limit: Self.maximumMemoryBytes).map { (bytes) throws(HubError) in
            try RestJSON.decode(AppliedAllowlist.self, from: bytes)
        }
        while true {
            let status = try await look(&applied)
            if plan.isOnce { return status }
            try await Task.sleep(for: plan.interval)
        }
    }

    /// One look at the list; the exit status for `--once`.
    private func look(_ applied: inout AppliedAllowlist?) async throws -> Int32 {
        let sight: AllowlistSight
        do {
            sight = try await reader.look()
        } catch let failure as RequestFailure where failure.error.code.isRetryable && !plan.isOnce {
            await log.tell("failed", .of(failure.error), .error, text: failure.error.message)
            return failure.error.code.exitStatus.rawValue
        }
        switch sight.action(after: applied) {
        case .leave: return ExitStatus.success.rawValue
        case .refuse(let reason):
            await log.tell("refused", members(sight) + [("message", .string(reason))], .error, text: reason)
            return ExitStatus.problemsFound.rawValue
        case .apply: break
        }
        if let problem = try await apply(sight) {
            let text = problem + " It gets version \(sight.version) again."
            await log.tell("failed", members(sight) + [("message", .string(text))], .error, text: text)
            return ExitStatus.failed.rawValue
        }
        let now = AppliedAllowlist(version: sight.version, tag: sight.tag)
        try Session.remember(try RestJSON.encode(now), in: memory, world: side.world)
        applied = now
        await log.tell(
            "applied",
            members(sight),
            text: "applied version \(sight.version), \(sight.recordCount) records"
        )
        return ExitStatus.success.rawValue
    }

    /// Gives the list to the program, and what went wrong there; prints it where there is none.
    private func apply(_ sight: AllowlistSight) async throws(HubError) -> String? {
        guard !plan.words.isEmpty else {
            guard SystemCall.writeAll(STDOUT_FILENO, sight.bytes) else {
                throw HubError(.localFailure, "The list cannot be written: \(SystemCall.lastError).")
            }
            return nil
        }
        let file = try Self.temporaryFile(sight.bytes)
        let child: ChildProcess
        do {
            defer { close(file) }
            child = try ChildProcess(
                plan.words,
                environment: environment(sight),
                streams: .init(input: file, output: 2, error: 2),
                leadsGroup: true
            )
        }
        let program = "'\(VisibleText.show(plan.words[0], limit: 200))'"
        guard let status = await child.end(within: plan.programLimit) else {
            return program + " did not end in time, and was killed."
        }
        return status == 0 ? nil : program + " ended with status \(status)."
    }

    /// The list in a file without a name: a program may read it as slowly as it likes, or not at all.
    private static func temporaryFile(_ bytes: [UInt8]) throws(HubError) -> CInt {
        guard let stream = tmpfile() else {
            throw HubError(.localFailure, "The list cannot be kept for the program: \(SystemCall.lastError).")
        }
        defer { fclose(stream) }
        let number = fcntl(fileno(stream), F_DUPFD_CLOEXEC, 3)
        guard number >= 0, SystemCall.writeAll(number, bytes), lseek(number, 0, SEEK_SET) == 0 else {
            if number >= 0 { close(number) }
            throw HubError(.localFailure, "The list cannot be kept for the program: \(SystemCall.lastError).")
        }
        return number
    }

    /// What the program is told; nothing else of this process's environment that belongs to devicestream, such as a token.
    private func environment(_ sight: AllowlistSight) -> [String] {
        ProcessVariables.all.filter { !$0.hasPrefix("DEVICESTREAM_") } + [
            "DEVICESTREAM_ALLOWLIST_HUB=\(side.hub)", "DEVICESTREAM_ALLOWLIST_VERSION=\(sight.version)",
            "DEVICESTREAM_ALLOWLIST_FORMAT=\(plan.format.rawValue)",
        ]
    }

    private func members(_ sight: AllowlistSight) -> [(String, JSONValue)] {
        [
            ("hub", .string(side.hub.text)), ("version", .string(sight.version.description)),
            ("format", .string(plan.format.rawValue)),
        ]
    }

    /// What was applied for one server, hub, form and program says nothing of another.
    private static func memoryName(_ plan: WatchPlan, _ side: Session.ManagementSide) -> String {
        let whole = ([side.server, side.hub.key, plan.format.rawValue] + plan.words).joined(separator: "\0")
        return "allowlist-\(side.hub.key)-\(plan.format.rawValue)-\(EntityTag.of(Array(whole.utf8))).json"
    }
}
