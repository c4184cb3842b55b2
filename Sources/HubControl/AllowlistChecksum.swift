import Crypto
import HubModel

/// The side files of a list, by which a firewall tells whether it has it whole.
package enum AllowlistChecksum: String, CaseIterable, Sendable {
    /// Not for security: old firewalls compare nothing else.
    case md5
    case sha256

    /// A line as `md5sum` and `sha256sum` write and check it: the sum, two spaces, the name of the file.
    package func line(of document: AllowlistDirectory.Document) -> String {
        let digest: [UInt8] =
            switch self {
            case .md5: Array(Insecure.MD5.hash(data: document.bytes))
            case .sha256: Array(SHA256.hash(data: document.bytes))
            }
        let digits = Base16.encode(digest)
        return digits + "  " + document.fileName + "\n"
    }
}
