import HubModel
import Testing

@testable import CLI

/// The signatures were computed with Python's `hmac` by the rule of IoT Hub: HMAC-SHA256 over the encoded resource, a line
/// feed and the expiry.
@Suite struct SASTests {
    private static let key =
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="
    private static let host = "hub.devicestream.localhost:8443"
    private static let ofPolicy = "HostName=\(host);SharedAccessKeyName=service;SharedAccessKey=\(key)"
    private static let ofDevice = "HostName=\(host);DeviceId=press-07;SharedAccessKey=\(key)"
    private static let policyToken =
        "SharedAccessSignature sr=hub.devicestream.localhost%3A8443"
        + "&sig=vxOqUGkmjgwKE0K2ASxt%2BROseVbJxTUXgXvqb%2B9OIlE%3D&se=1795000000&skn=service\n"
    private static let deviceToken =
        "SharedAccessSignature sr=hub.devicestream.localhost%3A8443%2Fdevices%2Fpress-07"
        + "&sig=I%2Bhyt4MGQ5NPXVRNG8bBXoUaO2MGIpCZGknnuN90w30%3D&se=1795000000\n"

    private func run(_ arguments: [String], environment: [String: String] = [:], input: String = "") -> OfflineRun {
        OfflineRun(["token", "sas", "-o", "tsv"] + arguments, environment: environment, input: input)
    }

    @Test func `a connection string on standard input makes a token for an hour`() {
        let run = run([], input: Self.ofPolicy + "\n")
        #expect(run.status == .success)
        #expect(run.output == Self.policyToken)
        #expect(run.errors.isEmpty)
    }

    @Test func `a connection string in the environment makes a token`() {
        let run = run(["--expires", "1h"], environment: ["DEVICESTREAM_CONNECTION_STRING": Self.ofDevice])
        #expect(run.output == Self.deviceToken)
    }

    @Test func `a connection string in a file goes before the environment`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("string", Self.ofDevice + "\r\n")
        let run = run(
            ["--connection-string-file", file, "--expires", "2026-11-18T10:26:40Z"],
            environment: ["DEVICESTREAM_CONNECTION_STRING": Self.ofPolicy]
        )
        #expect(
            run.output.hasPrefix("SharedAccessSignature sr=hub.devicestream.localhost%3A8443%2Fdevices%2Fpress-07&")
        )
    }

    @Test func `a bare key makes the same token as its connection string`() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.file("key", Self.key + "\n")
        let ofPolicy = run(["--key-file", file, "--resource", Self.host, "--policy", "service"])
        #expect(ofPolicy.output == Self.policyToken)
        let ofDevice = run(["--key-file", file, "--resource", Self.host + "/devices/press-07"])
        #expect(ofDevice.output == Self.deviceToken)
    }

    @Test(arguments: ["", "no string", "HostName=h;SharedAccessKeyName=service;SharedAccessKey=%%%secret", "a\nb\n"])
    func `what is no connection string is refused without being repeated`(_ text: String) {
        let run = run([], input: text)
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
        #expect(!run.errors.contains("secret"))
    }

    @Test func `a token that would have expired already is refused`() {
        let run = run(["--expires", "2020-01-01"], input: Self.ofPolicy)
        #expect(run.status == .usage)
        #expect(run.output.isEmpty)
    }
}
