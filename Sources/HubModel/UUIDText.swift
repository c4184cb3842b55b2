/// The text form of a UUID (RFC 9562 §4), lower case.
package enum UUIDText {
    /// Takes 16 bytes, of which the version and the variant overwrite six bits.
    package static func make(_ bytes: some Collection<UInt8>, version: UInt8) -> String {
        precondition(bytes.count == 16, "a UUID is made of 16 bytes")
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in bytes.enumerated() {
            if index == 4 || index == 6 || index == 8 || index == 10 { text.append(UInt8(ascii: "-")) }
            let byte =
                switch index {
                case 6: byte & 0x0F | version << 4
                case 8: byte & 0x3F | 0x80
                default: byte
                }
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
