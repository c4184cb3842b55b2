import HubModel
import StreamCore
import Testing

/// Tokens as the SDKs write them, computed with Python's `hmac`, `base64` and `urllib.parse`, none of our code.
@Suite struct SASVectorTests {
    private static let primaryBase64 =
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw=="

    @Test func `the keys are those of the vectors`() {
        #expect(SASFixture.primary.base64 == Self.primaryBase64)
    }

    @Test func `a token of the C device SDK, not encoded, with hex digits in lower case and an empty policy`() throws {
        let token = try SharedAccessToken(
            parsing: "SharedAccessSignature sr=hub.streams.test/devices/MyDevice"
                + "&sig=14OpPB%2bgoL8Nbyhw1uLYpbEPBiwN2Ea0HZjqQtH00a8%3d&se=1800000000&skn="
        )
        #expect(token.resource == "hub.streams.test/devices/MyDevice")
        #expect(token.policy == nil)
        try expectPrimary(token, SASFixture.device("MyDevice"), .identity(SASFixture.keys))
    }

    @Test func `a token of the Python device SDK`() throws {
        let token = try SharedAccessToken(
            parsing: "SharedAccessSignature sr=hub.streams.test%2Fdevices%2FMyDevice"
                + "&sig=UqUjvnCE2b8cO8VLcMJ3E6tQsoTXz2s1jIepQoM2l4A%3D&se=1800000000"
        )
        #expect(token.resource == "hub.streams.test%2Fdevices%2FMyDevice")
        try expectPrimary(token, SASFixture.device("MyDevice"), .identity(SASFixture.keys))
    }

    @Test func `a token of the C# device SDK, whose id is encoded twice`() throws {
        let token = try SharedAccessToken(
            parsing: "SharedAccessSignature sr=hub.streams.test%2fdevices%2fa%253ab%2523c%252541"
                + "&sig=k7jUvDlNUZjzGe64uS8X0J2e0bFWlEPlJKgg7D86f7Y%3d&se=1800000000"
        )
        try expectPrimary(token, SASFixture.device("a:b#c%41"), .identity(SASFixture.keys))
    }

    @Test func `a token of the Node service SDK, with the policy before the expiry`() throws {
        let token = try SharedAccessToken(
            parsing: "SharedAccessSignature sr=hub.streams.test"
                + "&sig=i6fQECNzB6WOVwHiyGWj2LLvaFNJko4c0quD6TXxZmA%3D&skn=service&se=1800000000"
        )
        #expect(token.policy?.text == "service")
        try expectPrimary(token, SASFixture.twin("MyDevice"), SASFixture.signedByPolicy([.serviceConnect]))
    }

    @Test func `a token of the C# service SDK, with the second key`() throws {
        let token = try SharedAccessToken(
            parsing: "SharedAccessSignature sr=hub.streams.test"
                + "&sig=W2MOQG%2bxLUltM%2fX%2f3ptbPGDCu8ZW2vMVpTbrnhj9pXo%3d&se=1800000000&skn=service"
        )
        let verdict = try token.check(
            for: SASFixture.twin("MyDevice"),
            signedBy: SASFixture.signedByPolicy([.serviceConnect]),
            now: SASFixture.now
        )
        #expect(verdict == .accepted(SASGrant(slot: .secondary, endsAt: SASFixture.expiry + .seconds(300))))
    }

    @Test func `a token of a module, for a host with its port, the expiry first`() throws {
        let token = try SharedAccessToken(
            parsing: "SharedAccessSignature se=1800000000"
                + "&sr=hub.streams.test%3A8443%2Fdevices%2FMyDevice%2Fmodules%2Fcam"
                + "&sig=DQbvCKyRmTbVHONC5P2P7%2FmtB6R1tOf5tOb5VjWQ%2Frc%3D"
        )
        let verdict = try token.check(
            for: SASFixture.device("MyDevice", "cam", port: 8443),
            signedBy: .identity(SASFixture.keys),
            now: SASFixture.now
        )
        #expect(verdict == .accepted(SASGrant(slot: .secondary, endsAt: SASFixture.expiry + .seconds(300))))
    }

    @Test func `what HubModel makes is accepted`() throws {
        let made = SharedAccessSignature.make(
            resource: "hub.streams.test/devices/a+b%c",
            key: SASFixture.secondary,
            policy: nil,
            expires: SASFixture.expiry
        )
        let verdict = try SharedAccessToken(parsing: made.text).check(
            for: SASFixture.device("a+b%c"),
            signedBy: .identity(SASFixture.keys),
            now: SASFixture.now
        )
        #expect(verdict.isAccepted)
    }

    private func expectPrimary(_ token: SharedAccessToken, _ scope: SASScope, _ signer: SASSigner) {
        let verdict = token.check(for: scope, signedBy: signer, now: SASFixture.now)
        #expect(verdict == .accepted(SASGrant(slot: .primary, endsAt: SASFixture.expiry + .seconds(300))))
        let other: SASSigner =
            switch signer {
            case .identity: .identity(SASFixture.otherKeys)
            case .policy(let name, let rights, _): .policy(name, rights: rights, SASFixture.otherKeys)
            }
        #expect(token.check(for: scope, signedBy: other, now: SASFixture.now) == .refused(.wrongSignature))
    }
}
