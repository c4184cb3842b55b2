/// Text from people and peers, made safe to show: nothing in it can move a cursor, colour a line or turn it round.
package enum VisibleText {
    /// Makes control characters (C0, C1, DEL), line and paragraph separators, and bidirectional controls visible as
    /// `\n`, `\u{1B}` and the like; a backslash stays as it is.
    ///
    /// Text longer than `limit` characters ends in `…`.
    package static func show(_ text: String, limit: Int? = nil) -> String {
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) {
            guard let limit, text.utf8.count > limit else { return text }
            return String(text.prefix(limit)) + "…"
        }
        var shown = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            if let limit, index >= limit { return shown + "…" }
            shown += isDangerous(scalar) ? escaped(scalar) : String(scalar)
        }
        return shown
    }

    /// Whether it moves a cursor, ends a line or turns text round, or is no sight at all.
    package static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F, 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
            0xE0000...0xE007F:
            true
        default:
            false
        }
    }

    private static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        default: "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
        }
    }
}
