import HubModel
import NIOSSL

/// What the TLS library says, told apart by its numbers.
enum TLSProblem {
    /// Whether a handshake failed because of the other side's certificate.
    static func isAboutTrust(_ error: any Error) -> Bool {
        switch error {
        case let error as NIOSSLExtraError: error == .failedToValidateHostname
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate: true
        case NIOSSLError.handshakeFailed(.sslError(let stack)): stack.contains { reason(of: $0) == verifyFailed }
        default: false
        }
    }

    static func words(_ error: NIOSSLError) -> String {
        switch error {
        case .uncleanShutdown: "it was cut off without being closed"
        case .handshakeFailed(let error), .shutdownFailed(let error): words(error)
        case .writeDuringTLSShutdown, .readInInvalidTLSState: "it was being closed already"
        case .unableToValidateCertificate, .noCertificateToValidate: "the certificate is not trusted"
        case .cannotMatchULabel: "the certificate's name cannot be compared"
        case .cannotFindPeerIP: "the other end has no address that a certificate could be for"
        case .noSuchFilesystemObject: "there is no such file"
        case .failedToLoadCertificate: "the certificate cannot be read"
        case .failedToLoadPrivateKey: "the private key cannot be read"
        // What is deprecated is made no more, and may not be named.
        default: unknown
        }
    }

    static func words(_ error: NIOSSLExtraError) -> String {
        // Not an enumeration.
        switch error {
        case .failedToValidateHostname: "the certificate is for another name"
        case .serverHostnameImpossibleToMatch, .cannotUseIPAddressInSNI, .invalidSNIHostname:
            "no certificate can be for the name"
        case .unknownPrivateKeyFileType: "the private key is of an unknown kind"
        default: unknown
        }
    }

    static func words(_ error: BoringSSLError) -> String {
        switch error {
        case .sslError(let stack), .unknownError(let stack): stack.last.map(words) ?? unknown
        case .zeroReturn: "the other end closed it"
        case .syscallError: cutOff
        case .invalidSNIName: "no certificate can be for the name"
        case .failedToSetALPN: "the protocols could not be offered"
        case .noError, .wantRead, .wantWrite, .wantConnect, .wantAccept, .wantX509Lookup, .wantCertificateVerify:
            "it was not finished"
        }
    }

    private static let cutOff = "the connection ended in the middle of it"
    private static let unknown = "the TLS library gives no reason"

    private static func words(_ error: BoringSSLInternalError) -> String {
        if error == .eofDuringHandshake || error == .eofDuringAdditionalCertficiateChainValidation { return cutOff }
        return switch reason(of: error) {
        case nil: unknown
        case verifyFailed?: "the certificate is not trusted"
        case wrongVersion?, httpRequest?, httpsProxyRequest?: "the other end does not speak TLS"
        case unsupportedProtocol?, alert(70)?: "the two have no version of TLS in common"
        case noCommonOffer?, alert(40)?: "the two have no cipher in common, or a certificate is missing"
        case alert(42)?, alert(43)?, alert(46)?: "the other end does not take our certificate"
        case alert(44)?: "the other end has our certificate for revoked"
        case alert(45)?: "the other end has our certificate for expired"
        case alert(48)?: "the other end does not know the CA of our certificate"
        case alert(49)?: "the other end does not let us in"
        case alert(112)?: "the other end does not know the name"
        case alert(116)?: "the other end wants a certificate"
        case let reason? where reason >= firstAlert: "the other end refused it with alert \(reason - firstAlert) of TLS"
        case let reason?: "the TLS library gives reason \(reason)"
        }
    }

    // Numbers of BoringSSL's ssl.h.
    private static let verifyFailed: UInt32 = 125
    private static let noCommonOffer: UInt32 = 154
    private static let httpsProxyRequest: UInt32 = 155
    private static let httpRequest: UInt32 = 156
    private static let unsupportedProtocol: UInt32 = 240
    private static let wrongVersion: UInt32 = 247
    private static let firstAlert: UInt32 = 1000

    /// An alert that the other end sent, by its number (RFC 8446 §6).
    private static func alert(_ number: UInt32) -> UInt32 { firstAlert + number }

    /// The reason, where the error is one of the library `ERR_LIB_SSL` (16), packed as BoringSSL's err.h does.
    ///
    /// NIOSSL shows the number in the description alone: `Error: 268435581 …`.
    private static func reason(of error: BoringSSLInternalError) -> UInt32? {
        let words = error.description.split(separator: " ")
        guard words.count > 1, let code = UInt32(words[1]), code >> 24 == 16 else { return nil }
        return code & 0xFFF
    }
}
