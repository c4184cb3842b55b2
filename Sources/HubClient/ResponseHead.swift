/// Collects status line and fields of a response from the lines that libcurl hands over.
///
/// A new status line begins anew, because interim responses (1xx) come before the real one. Lines after the empty one
/// are trailers and are left out.
struct ResponseHead: Equatable, Sendable {
    /// More than any server sends, and little enough to hold; nginx and Apache stop at 8 KiB a field.
    static let maximumBytes = 256 * 1024

    /// 0 before the first status line.
    private(set) var status = 0
    private(set) var fields: [HubRequest.Field] = []
    private var isComplete = false
    private var bytes = 0

    enum ReceivedAction: Equatable, Sendable {
        case read
        /// The server sends more than anybody needs, or a status line that is none.
        case refuse
    }

    /// Takes a line, with its line end.
    mutating func received(_ line: some Collection<UInt8>) -> ReceivedAction {
        bytes += line.count
        guard bytes <= Self.maximumBytes else { return .refuse }
        let text = String(decoding: line, as: UTF8.self)
        if text.hasPrefix("HTTP/") {
            let words = text.split(separator: " ")
            guard words.count >= 2, words[1].trimmingLineEnd.utf8.count == 3, let status = Int(words[1].trimmingLineEnd)
            else { return .refuse }
            self.status = status
            fields = []
            isComplete = false
            return .read
        }
        guard !isComplete else { return .read }
        let trimmed = text.trimmingLineEnd
        if trimmed.isEmpty {
            isComplete = true
        } else if let colon = trimmed.firstIndex(of: ":") {
            let value = trimmed[trimmed.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
            fields.append(HubRequest.Field(String(trimmed[..<colon]), String(value)))
        }
        return .read
    }
}

extension StringProtocol {
    /// Without CR, LF, spaces and tabs at the end.
    var trimmingLineEnd: SubSequence {
        var end = endIndex
        while end > startIndex {
            let last = index(before: end)
            guard self[last].isNewline || self[last] == " " || self[last] == "\t" else { break }
            end = last
        }
        return self[startIndex..<end]
    }
}
