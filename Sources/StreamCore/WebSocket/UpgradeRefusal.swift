import HubModel

/// Why a request cannot go on as a WebSocket connection.
package enum UpgradeRefusal: Error, Equatable, Sendable {
    case method(String)
    case oldHTTP
    case noUpgrade
    case noConnectionUpgrade
    /// Not exactly one header with the value 13; its first value, if any.
    case version(String?)
    /// Not exactly one key of 16 bytes in base64.
    case key
    /// Not a token, or longer than we take.
    case subprotocol(String)
    case subprotocolCount(Int)

    /// The status of the answer.
    package var httpStatus: Int {
        switch self {
        case .version: 426
        case .method: 405
        case .oldHTTP, .noUpgrade, .noConnectionUpgrade, .key, .subprotocol, .subprotocolCount: 400
        }
    }

    /// Headers that the answer must carry.
    package var headers: [(name: String, value: String)] {
        switch self {
        // RFC 6455 §4.4: a client may try again with a version that is named here.
        case .version: [("Sec-WebSocket-Version", "13")]
        case .method: [("Allow", "GET")]
        case .oldHTTP, .noUpgrade, .noConnectionUpgrade, .key, .subprotocol, .subprotocolCount: []
        }
    }

    /// What was wrong and what to do; a whole text for people.
    package var message: String {
        switch self {
        case .method(let method):
            "A WebSocket connection begins with GET, not '\(shown(method))'."
        case .oldHTTP:
            "A WebSocket connection begins with HTTP/1.1."
        case .noUpgrade:
            "This address speaks WebSocket only. Send the header 'Upgrade: websocket'."
        case .noConnectionUpgrade:
            "The header 'Connection: Upgrade' is missing. A proxy in between may have removed it."
        case .version(nil):
            "The header Sec-WebSocket-Version is missing. Send version 13."
        case .version(let version?):
            "WebSocket version '\(shown(version))' is not supported. Send version 13, once."
        case .key:
            "Send one header Sec-WebSocket-Key that holds 16 bytes in base64."
        case .subprotocol(let name):
            "'\(shown(name))' is no WebSocket subprotocol name: use at most "
                + "\(UpgradeRequest.maximumSubprotocolBytes) characters of a token."
        case .subprotocolCount(let count):
            "\(count) WebSocket subprotocols are offered. Offer at most \(UpgradeRequest.maximumSubprotocols)."
        }
    }

    private func shown(_ text: String) -> String {
        VisibleText.show(text, limit: 64)
    }
}
