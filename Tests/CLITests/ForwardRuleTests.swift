import HubModel
import Testing

@testable import CLI

/// `-L [BIND:]PORT:TARGET`.
@Suite struct ForwardRuleTests {
    @Test(arguments: [
        ("2222:ssh", ForwardRule.Bind.loopback, 2222, "ssh"), ("2222:22", .loopback, 2222, "22"),
        ("0:web", .loopback, 0, "web"), ("2222:localhost:22", .loopback, 2222, "localhost:22"),
        ("8080:[::1]:80", .loopback, 8080, "[::1]:80"), ("localhost:2222:ssh", .loopback, 2222, "ssh"),
        ("0.0.0.0:8080:web", .host("0.0.0.0"), 8080, "web"), ("*:8080:web", .everywhere, 8080, "web"),
        ("[::1]:2222:ssh", .host("::1"), 2222, "ssh"), ("[::]:1:192.0.2.7:3389", .host("::"), 1, "192.0.2.7:3389"),
        ("host.example:65535:ssh", .host("host.example"), 65_535, "ssh"),
    ])
    func `a rule has an address, a port and a target`(
        _ text: String,
        _ bind: ForwardRule.Bind,
        _ port: Int,
        _ target: String
    ) throws {
        #expect(try ForwardRule.parse(text) == ForwardRule(bind: bind, port: port, target: ServiceName(target)))
    }

    @Test(arguments: [
        "", "ssh", "2222", "2222:", ":2222:ssh", "65536:ssh", "-1:ssh", "[::1:2222:ssh", "[::1]2222:ssh",
        "::1:2222:ssh",
        "a:b:c", "127.0.0.1:ssh", "2222:a b", "2222:a/b", "2222:..", "a b:1:ssh", "1e3:ssh",
    ])
    func `anything else is refused`(_ text: String) {
        #expect(throws: (any Error).self) { try ForwardRule.parse(text) }
    }

    @Test func `the plan has all that was said`() throws {
        let run = OfflineRun([
            "forward", "press-07", "-n", "hub", "-L2222:ssh", "-L", "[::1]:0:web", "--wait-online", "10m", "--reason",
            "why", "--stream-name", "s", "--module", "m", "--any-service", "--exec", "ssh", "--", "-p", "{{port}}",
        ])
        #expect(run.status == .success, "\(run.errors)")
        let wish = StreamWish(
            device: try DeviceID("press-07"),
            hub: "hub",
            name: try StreamName("s"),
            module: try ModuleID("m"),
            reason: "why",
            waitOnline: .seconds(600),
            acceptsAnyService: true
        )
        let rules = try ["2222:ssh", "[::1]:0:web"].map(ForwardRule.parse)
        #expect(run.plan == .forward(ForwardPlan(wish: wish, rules: rules, program: ["ssh", "-p", "{{port}}"])))
    }

    @Test(arguments: [
        (["press-07"], "Missing expected option '-L"), (["press-07", "-L", "x"], "it is [BIND:]PORT:TARGET"),
        (["a/b", "-L", "1:ssh"], "is not a device id"), (["press-07", "-L", "1:ssh", "--", "x"], "those of '--exec'"),
        (["press-07", "-L", "1:ssh", "--wait-online", "2h"], "it is at most 3600s"), (["-L", "1:ssh"], "<device>"),
    ])
    func `a slip starts no other program`(_ words: [String], _ message: String) {
        let run = OfflineRun(["forward"] + words)
        #expect(run.status == .usage)
        #expect(run.plan == nil)
        #expect(run.errors.contains(message), "\(run.errors)")
    }

    @Test func `marks are filled in, once and nowhere else`() {
        let words = Placeholders.filled(
            ["{{host}}:{{port}}", "{{port}}{{port}}", "{port}", "{{port"],
            host: "::1",
            port: 7
        )
        #expect(words == ["::1:7", "77", "{port}", "{{port"])
    }
}
