/// Where syslog messages go (RFC 5424).
public struct SyslogReceiver: Equatable, Sendable {
    /// How they are carried.
    public enum Transport: String, Codable, CaseIterable, Sendable {
        /// One datagram a message (RFC 5426): nobody says whether it came.
        case udp
        /// With octet counting (RFC 6587 §3.4.1).
        case tcp
        /// With octet counting over TLS (RFC 5425).
        case tls

        /// The port that is meant where none is given (RFC 5426 §3.3, RFC 5425 §4.1); TCP has none of its own.
        public var standardPort: Int {
            switch self {
            case .udp, .tcp: 514
            case .tls: 6514
            }
        }
    }

    /// The part of a system that a message comes from (RFC 5424 §6.2.1), of which these fit.
    public enum Facility: String, Codable, CaseIterable, Sendable {
        case user, daemon, auth, authpriv, local0, local1, local2, local3, local4, local5, local6, local7

        /// Its number in the priority of a message.
        package var number: Int {
            switch self {
            case .user: 1
            case .daemon: 3
            case .auth: 4
            case .authpriv: 10
            case .local0: 16
            case .local1: 17
            case .local2: 18
            case .local3: 19
            case .local4: 20
            case .local5: 21
            case .local6: 22
            case .local7: 23
            }
        }
    }

    /// The receiver's host.
    public var host: OutboundHost
    /// Its port.
    public var port: Int
    /// How messages are carried.
    public var transport: Transport
    /// Which facility they name: `local0` unless said otherwise.
    public var facility: Facility

    /// All members, in order.
    public init(host: OutboundHost, port: Int, transport: Transport, facility: Facility = .local0) {
        self.host = host
        self.port = port
        self.transport = transport
        self.facility = facility
    }
}
