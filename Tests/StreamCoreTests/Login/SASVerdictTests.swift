import HubModel
import StreamCore
import Testing

@Suite struct SASVerdictTests {
    private static let device = "hub.streams.test%2Fdevices%2Fpress-1"

    @Test(arguments: [
        (-1_000_000, true), (-1, true), (0, true), (1, true), (299, true), (300, false), (301, false),
        (1_000_000, false),
    ])
    func `a token lives until 300 seconds after its expiry, to the second`(offset: Int, lives: Bool) throws {
        let verdict = try check(now: SASFixture.expiry + .seconds(offset))
        #expect(verdict.isAccepted == lives)
        if !lives { #expect(verdict == .refused(.expired(at: SASFixture.expiry))) }
    }

    @Test func `the last millisecond counts`() throws {
        #expect(try check(now: SASFixture.expiry + .milliseconds(299_999)).isAccepted)
        #expect(try !check(now: SASFixture.expiry + .milliseconds(300_000)).isAccepted)
    }

    @Test func `a connection ends when its token would be refused`() throws {
        let token = try SASFixture.token(sr: Self.device)
        #expect(token.endsAt == SASFixture.expiry + .seconds(300))
        #expect(try !check(now: token.endsAt).isAccepted)
        #expect(try check(now: token.endsAt + .milliseconds(-1)).isAccepted)
    }

    @Test func `a token without end ends in the year 2200`() throws {
        let token = try SASFixture.token(sr: Self.device, expires: Timestamp(seconds: 999_999_999_999))
        #expect(token.expiry.description == "2200-01-01T00:00:00Z")
        let verdict = try token.check(
            for: SASFixture.device("press-1"),
            signedBy: .identity(SASFixture.keys),
            now: SASFixture.now
        )
        // The signature is over the expiry that was sent, not over the one it is taken for.
        #expect(verdict.isAccepted)
    }

    @Test func `the key of another device, hub or policy makes no signature`() throws {
        let strange = try SASFixture.token(sr: Self.device, key: SASFixture.otherKeys.primaryKey)
        #expect(try check(strange) == .refused(.wrongSignature))
        let policy = try SASFixture.token(sr: "hub.streams.test", policy: SASFixture.policy)
        let verdict = try policy.check(
            for: SASFixture.twin("press-1"),
            signedBy: SASFixture.signedByPolicy([.serviceConnect], keys: SASFixture.otherKeys),
            now: SASFixture.now
        )
        #expect(verdict == .refused(.wrongSignature))
    }

    @Test(arguments: ["hub2.streams.test/devices/press-1", "hub.streams.test/devices/press-2", "hub.streams.test"])
    func `a good signature for another hub or device is refused`(sr: String) throws {
        #expect(try check(SASFixture.token(sr: sr)) == .refused(.otherResource))
    }

    @Test func `a device's token is none for its module's neighbour and a module's none for the device`() throws {
        let module = try SASFixture.token(sr: Self.device + "%2Fmodules%2Fcam")
        #expect(try check(module) == .refused(.otherResource))
        #expect(try check(module, for: SASFixture.device("press-1", "cam")).isAccepted)
        #expect(try check(module, for: SASFixture.device("press-1", "mic")) == .refused(.otherResource))
    }

    @Test func `an empty key signs nothing`() throws {
        let nobody = KeyPair(primaryKey: Secret(bytes: []), secondaryKey: Secret(bytes: []))
        let token = try SASFixture.token(sr: Self.device, key: Secret(bytes: []))
        let verdict = try token.check(
            for: SASFixture.device("press-1"),
            signedBy: .identity(nobody),
            now: SASFixture.now
        )
        #expect(verdict == .refused(.wrongSignature))
    }

    @Test func `a device key opens no service route`() throws {
        let token = try SASFixture.token(sr: "hub.streams.test/twins/press-1")
        #expect(try check(token, for: SASFixture.twin("press-1")) == .refused(.missingRight([.serviceConnect])))
    }

    @Test(arguments: AccessRight.allCases)
    func `each side needs its right`(right: AccessRight) throws {
        let token = try SASFixture.token(sr: "hub.streams.test", policy: SASFixture.policy)
        let signer = SASFixture.signedByPolicy([right])
        let service = try token.check(for: SASFixture.twin("d"), signedBy: signer, now: SASFixture.now)
        let device = try token.check(for: SASFixture.device("d"), signedBy: signer, now: SASFixture.now)
        #expect(service.isAccepted == (right == .serviceConnect))
        #expect(device.isAccepted == (right == .deviceConnect))
        if right != .serviceConnect { #expect(service == .refused(.missingRight([.serviceConnect]))) }
        if right != .deviceConnect { #expect(device == .refused(.missingRight([.deviceConnect]))) }
    }

    @Test func `the signer has to be the one that the token names`() throws {
        let unnamed = try SASFixture.token(sr: Self.device)
        let named = try SASFixture.token(sr: Self.device, policy: SASFixture.policy)
        let other = try SASFixture.token(sr: Self.device, policy: PolicyName("device"))
        let scope = try SASFixture.device("press-1")
        let policy = SASFixture.signedByPolicy([.deviceConnect])
        #expect(unnamed.check(for: scope, signedBy: policy, now: SASFixture.now) == .refused(.otherSigner))
        #expect(other.check(for: scope, signedBy: policy, now: SASFixture.now) == .refused(.otherSigner))
        #expect(try check(named) == .refused(.otherSigner))
        #expect(named.check(for: scope, signedBy: policy, now: SASFixture.now).isAccepted)
    }

    @Test func `a signature is over the text as it was sent`() throws {
        let sent = try SASFixture.token(sr: "hub.streams.test%2fdevices%2fpress-1")
        #expect(try check(sent).isAccepted)
        let signature = SASSigning.signature(of: Self.device, expires: SASFixture.expiry, key: SASFixture.primary)
        let changed = try SharedAccessToken(
            parsing: "SharedAccessSignature sr=hub.streams.test%2fdevices%2fpress-1"
                + "&sig=\(PercentCoding.encode(signature))&se=1800000000"
        )
        #expect(try check(changed) == .refused(.wrongSignature))
        let later = try SharedAccessToken(
            parsing: "SharedAccessSignature sr=\(Self.device)&sig=\(PercentCoding.encode(signature))&se=1800000001"
        )
        #expect(try check(later) == .refused(.wrongSignature))
        let padded = try SharedAccessToken(
            parsing: "SharedAccessSignature sr=\(Self.device)&sig=\(PercentCoding.encode(signature))&se=01800000000"
        )
        #expect(try check(padded) == .refused(.wrongSignature))
    }

    @Test func `no bit of a signature may differ`() throws {
        let text = SASSigning.signature(of: Self.device, expires: SASFixture.expiry, key: SASFixture.primary)
        let bytes = try #require(Base64.decode(text))
        for bit in 0..<bytes.count * 8 {
            var changed = bytes
            changed[bit / 8] ^= 1 << (bit % 8)
            let token = try SharedAccessToken(
                parsing: "SharedAccessSignature sr=\(Self.device)"
                    + "&sig=\(PercentCoding.encode(Base64.encode(changed)))&se=1800000000"
            )
            #expect(try check(token) == .refused(.wrongSignature))
        }
    }

    @Test(arguments: [
        SASRefusal.expired(at: SASFixture.expiry), .otherResource, .otherSigner, .missingRight([.serviceConnect]),
        .wrongSignature,
    ])
    func `every refusal is 401002 with what to do`(refusal: SASRefusal) {
        let error = refusal.hubError
        #expect(error.code.number == 401_002)
        #expect(error.message.hasSuffix("."))
        #expect(error.target == "SharedAccessSignature")
    }

    @Test func `an expiry and a missing right are named`() {
        #expect(SASRefusal.expired(at: SASFixture.expiry).hubError.message.contains("2027-01-15T08:00:00Z"))
        #expect(SASRefusal.missingRight([.deviceConnect]).hubError.message.contains("DeviceConnect"))
    }

    private func check(now: Timestamp) throws -> SASVerdict {
        try SASFixture.token(sr: Self.device).check(
            for: SASFixture.device("press-1"),
            signedBy: .identity(SASFixture.keys),
            now: now
        )
    }

    private func check(_ token: SharedAccessToken, for scope: SASScope? = nil) throws -> SASVerdict {
        try token.check(
            for: scope ?? SASFixture.device("press-1"),
            signedBy: .identity(SASFixture.keys),
            now: SASFixture.now
        )
    }
}
