import HubModel

/// JSON text made fit for a terminal: nothing in it moves the cursor, and on demand it is coloured.
enum JSONPainter {
    private enum Colour {
        static let name = "\u{1B}[34m"
        static let string = "\u{1B}[32m"
        static let literal = "\u{1B}[36m"
        static let end = "\u{1B}[0m"
    }

    /// Writes control and bidirectional characters as `\u` escapes: the same JSON, harmless on a screen.
    ///
    /// They can stand only inside strings.
    static func harmless(_ text: String) -> String {
        // A terminal reads C0 and DEL; JSON itself keeps C0 out of its strings.
        if text.utf8.allSatisfy({ $0 < 0x7F }) { return text }
        var output = ""
        for scalar in text.unicodeScalars {
            guard VisibleText.isDangerous(scalar), scalar != "\n" else {
                output.unicodeScalars.append(scalar)
                continue
            }
            for unit in String(scalar).utf16 {
                let digits = String(unit, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return output
    }

    /// Colours names, strings, and other values.
    static func coloured(_ text: String) -> String {
        let bytes = Array(text.utf8)
        var output: [UInt8] = []
        var index = 0
        func paint(_ colour: String, upTo end: Int) {
            output += colour.utf8
            output += bytes[index..<end]
            output += Colour.end.utf8
            index = end
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                let end = endOfString(bytes, index)
                let isName = end < bytes.count && bytes[end] == UInt8(ascii: ":")
                paint(isName ? Colour.name : Colour.string, upTo: end)
            } else if byte.isLetterOrDigit || byte == UInt8(ascii: "-") {
                let isPart = { (byte: UInt8) in byte.isLetterOrDigit || "+-.".utf8.contains(byte) }
                let end = bytes[index...].firstIndex { !isPart($0) } ?? bytes.count
                paint(Colour.literal, upTo: end)
            } else {
                output.append(byte)
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func endOfString(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start + 1
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(index + 1, bytes.count)
    }
}
