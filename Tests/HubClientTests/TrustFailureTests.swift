import Testing

@testable import HubClient

/// What to do about a certificate that is not trusted.
struct TrustFailureTests {
    @Test(arguments: [
        // X509_V_ERR_CERT_NOT_YET_VALID, _CERT_HAS_EXPIRED, _SELF_SIGNED_CERT_IN_CHAIN,
        // _UNABLE_TO_GET_ISSUER_CERT_LOCALLY and, where the name does not fit, _UNSPECIFIED.
        (9, "Check the clock of this machine."), (10, "Check the clock of this machine."),
        (19, "--ca-fingerprint"), (20, "--ca-fingerprint"), (1, "Write the server as its certificate names it"),
    ])
    func `a fingerprint is the way out for an unknown CA alone`(verification: Int, advice: String) throws {
        let hint = TrustFailure.hint(verification, ofPeer: true, try ServerURL("https://hub.example.com"))
        #expect(hint.contains(advice), "\(hint)")
        #expect(hint.contains("--ca-fingerprint") == (verification > 10), "\(hint)")
    }
}
