import HTTPTypes
import HubModel
import StreamCore

/// A time-out of IoT Hub's stream initiation: seconds in a header field, whole or with a fraction.
enum StreamTimeoutField {
    /// More digits than any number of seconds needs.
    private static let maximumLength = 32

    /// Reads the field; `nil` where it is absent.
    ///
    /// More than the longest handshake is that long; anything but a plain decimal number throws `ArgumentInvalid`.
    static func read(_ name: HTTPField.Name, _ fields: HTTPFields) throws(HubError) -> Duration? {
        guard let text = fields[name] else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard text.utf8.count <= maximumLength, (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isDigit) }), let seconds = Double(text)
        else {
            throw HubError(
                .argumentInvalid,
                "'\(VisibleText.show(text, limit: 64))' is not a number of seconds, such as 30.",
                target: name.rawName
            )
        }
        // Before it is a duration: one of 26 digits is beyond what a `Duration` holds, and traps.
        return .seconds(min(seconds, StreamTimeouts.handshake / .seconds(1)))
    }
}
