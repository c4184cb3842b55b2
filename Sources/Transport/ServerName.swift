/// The name that a client indicated in its TLS hello (SNI, RFC 6066 §3), made safe to look up.
enum ServerName: Equatable {
    /// None, or a literal address, which RFC 6066 forbids and some clients send: a connection by address.
    case absent
    /// A host name in lower case.
    case name(String)
    /// Something that no host can be called: too long, or other characters.
    case unusable

    init(indicated: String?) {
        guard let indicated, !indicated.isEmpty else {
            self = .absent
            return
        }
        if let name = HostName.normalised(indicated) {
            self = .name(name)
        } else if HostName.addressBytes(indicated) != nil {
            self = .absent
        } else {
            self = .unusable
        }
    }
}
