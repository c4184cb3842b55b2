import ArgumentParser
import HubModel
import Testing

@testable import CLI

@Suite struct AllowlistSightTests {
    private func sight(_ version: Int64 = 2_026_112_602, records: Int = 2, tag: String = "b") -> AllowlistSight {
        AllowlistSight(version: AllowlistVersion(number: version), recordCount: records, tag: tag, bytes: [1])
    }

    private let applied = AppliedAllowlist(version: AllowlistVersion(number: 2_026_112_602), tag: "b")

    @Test func `the first list is applied`() { #expect(sight().action(after: nil) == .apply) }

    @Test func `what was applied is left`() { #expect(sight().action(after: applied) == .leave) }

    @Test func `a later version is applied, and so are other addresses at the same version`() {
        #expect(sight(2_026_112_700, tag: "c").action(after: applied) == .apply)
        #expect(sight(tag: "c").action(after: applied) == .apply)
    }

    @Test func `an older version is never applied`() {
        guard case .refuse(let reason) = sight(2_026_112_601, tag: "a").action(after: applied) else {
            Issue.record("it was not refused")
            return
        }
        #expect(reason.contains("2026112601") && reason.contains("2026112602"))
    }

    @Test func `an empty list is never applied`() {
        for applied in [nil, applied] {
            guard case .refuse = sight(2_026_112_900, records: 0).action(after: applied) else {
                Issue.record("it was not refused")
                continue
            }
        }
        let bytes = AllowlistSight(
            version: AllowlistVersion(number: 2_026_112_900),
            recordCount: 1,
            tag: "x",
            bytes: []
        )
        #expect(bytes.action(after: nil) != .apply)
    }

    @Test(arguments: [
        ["--interval", "59s"], ["--exec", ""], ["--", "-f"], ["--format", "pdf"], ["--query", "version", "--once"],
    ])
    func `what cannot be meant is refused`(words: [String]) {
        let run = OfflineRun(
            ["allowlist", "watch", "-n", "hub"] + words,
            environment: ["DEVICESTREAM_SERVER": "https://hub.invalid", "DEVICESTREAM_TOKEN": "dst_secret"]
        )
        #expect(run.status == .usage)
    }

    @Test func `a program gets its arguments as they are`() throws {
        let words = ["allowlist", "watch", "--format", "nftables", "--exec", "nft", "--", "-f", "-", "a b;c"]
        let command = try #require(DeviceStreamCommand.parseAsRoot(words) as? AllowlistWatch)
        guard case .allowlistWatch(let plan) = try command.plan() else {
            Issue.record("another plan")
            return
        }
        #expect(plan.words == ["nft", "-f", "-", "a b;c"])
        #expect(plan.format == .nftables)
        #expect(plan.interval == .seconds(60))
    }
}
