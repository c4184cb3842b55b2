/// The name under which `ssh` knows a device of a hub, such as `press-07.hub.ds`.
///
/// A device id may hold what a shell expands, what `ssh` takes for an option or a user, and letters whose case `ssh` does
/// not keep. This name has `a-z 0-9 . -` alone and begins with a letter or digit, so that it is safe as an argument, in
/// a `ProxyCommand` and in `known_hosts`; and no two devices share one.
///
/// `DEVICE.HUB.ds`, where DEVICE is the id itself if that has only lower-case letters, digits and single hyphens inside.
/// Otherwise it is `x--` and the id with each byte but `a-z 0-9` as `-` and two hexadecimal digits: `a@b` is `x--a-40b`.
package struct HostAlias: Equatable, Sendable, CustomStringConvertible {
    /// The hub, as its host name spells it.
    package let hub: HubName
    package let device: DeviceID

    /// What every alias ends in: no top-level domain, so that no host of the world has such a name.
    package static let suffix = "ds"
    /// Two hyphens stand in no device's plain form.
    private static let mark = "x--"

    package init(hub: HubName, device: DeviceID) {
        self.hub = HubName(checked: hub.key)
        self.device = device
    }

    /// Reads an alias; throws `ArgumentInvalid` for every text that is not one to the byte.
    package init(_ text: String, target: String? = nil) throws(HubError) {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        if labels.count == 3, labels[2] == Self.suffix, HubName.accepts(labels[1]), let id = Self.decode(labels[0]),
            DeviceID.accepts(id)
        {
            self.init(hub: HubName(checked: labels[1]), device: DeviceID(checked: id))
            // Each device has one alias: other ways to write it would be other hosts to `known_hosts`.
            if self.text.utf8.elementsEqual(text.utf8) { return }
        }
        throw HubError(
            .argumentInvalid,
            "'\(VisibleText.show(text, limit: 140))' is not the alias of a device, such as press-07.hub.ds.",
            target: target,
            hint: "See a device's alias with: devicestream ssh --config DEVICE"
        )
    }

    /// The alias.
    package var text: String { Self.encode(device.text) + "." + hub.key + "." + Self.suffix }

    package var description: String { text }

    private static func encode(_ id: String) -> String {
        if isPlain(id) { return id }
        var text = mark
        for byte in id.utf8 {
            if isKept(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 16 ? "-0" : "-") + String(byte, radix: 16)
            }
        }
        return text
    }

    private static func decode(_ label: String) -> String? {
        guard label.hasPrefix(mark) else { return isPlain(label) ? label : nil }
        var bytes: [UInt8] = []
        var rest = Array(label.utf8)[mark.utf8.count...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "-") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            // The initializer of integers takes a sign, too.
            guard digits.count == 2, digits.allSatisfy(isKept),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func isPlain(_ id: String) -> Bool {
        let bytes = Array(id.utf8)
        let hyphen = UInt8(ascii: "-")
        return bytes.allSatisfy { isKept($0) || $0 == hyphen } && bytes.first != hyphen && bytes.last != hyphen
            && !zip(bytes, bytes.dropFirst()).contains { $0 == hyphen && $1 == hyphen }
    }

    private static func isKept(_ byte: UInt8) -> Bool {
        byte.isDigit || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }
}
