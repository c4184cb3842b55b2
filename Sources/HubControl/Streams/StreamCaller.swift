import HubModel

/// Who opened a stream.
enum StreamCaller: Hashable, Sendable {
    case policy(PolicyName, KeySlot)
    case token(TokenID, name: String)

    /// As lists and records show it.
    var text: String {
        switch self {
        case .policy(let name, _): "policy:" + name.text
        case .token(_, let name): "token:" + name
        }
    }

    /// What limits for one caller count by: whichever key of a policy was used, it is one caller.
    var limitKey: String {
        switch self {
        case .policy(let name, _): "policy:" + name.text
        case .token(let id, _): "token:" + id.text
        }
    }
}
