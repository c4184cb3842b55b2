/// A close code that may stand on the wire (RFC 6455 §7.4 and IANA's registry of WebSocket close codes).
///
/// 1005, 1006 and 1015 are for interfaces within a program; 1004 and 1016 to 2999 are reserved.
package struct CloseCode: Hashable, Sendable {
    package let number: UInt16

    package static let normal = CloseCode(registered: 1000)
    package static let goingAway = CloseCode(registered: 1001)
    package static let protocolError = CloseCode(registered: 1002)
    package static let unsupportedData = CloseCode(registered: 1003)
    package static let invalidPayload = CloseCode(registered: 1007)
    package static let policyViolation = CloseCode(registered: 1008)
    package static let messageTooBig = CloseCode(registered: 1009)
    package static let internalError = CloseCode(registered: 1011)

    /// `nil` for a number that must not be sent.
    package init?(_ number: UInt16) {
        switch number {
        case 1000...1003, 1007...1014, 3000...4999: self.number = number
        default: return nil
        }
    }

    private init(registered number: UInt16) {
        self.number = number
    }
}
