import HubModel

extension DeviceIdentity {
    /// Whether this device or module may subscribe the filter; any other gets 0x80 in its SUBACK.
    ///
    /// What is below `$iothub` is always of the one who is connected. Below `devices` it must be its own, and `#` or
    /// another device's messages are nobody's: no SDK asks for them, and to grant them would promise what never comes.
    func maySubscribe(_ filter: String) -> Bool {
        let levels = Self.levels(of: filter)
        guard levels.count > 2 else { return levels.count == 2 && levels[0] == "$iothub" }
        switch levels[0] {
        case "$iothub": return true
        case "devices": return owns(levels)
        case _: return false
        }
    }

    /// Whether the levels begin with `devices/<id>` of this device, or `devices/<id>/modules/<m>` of this module.
    func owns(_ levels: [String]) -> Bool {
        guard levels.count > 2, levels[0] == "devices", Self.isSame(levels[1], device.text) else { return false }
        let isModule = levels.count > 3 && levels[2] == "modules"
        guard let module else { return !isModule }
        return isModule && Self.isSame(levels[3], module.text)
    }

    /// The levels of a topic or filter, cut at the byte: to `String` a slash with an accent is no slash.
    ///
    /// The rest of a topic of more than 8 levels stands in the eighth; no topic that means anything here has as many,
    /// and 65,535 slashes shall not cost as many strings.
    static func levels(of topic: String) -> [String] {
        topic.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 7, omittingEmptySubsequences: false).map {
            String(Substring($0))
        }
    }

    /// As it is, and decoded: an id with `#` or `+` in it can only be published encoded (MQTT 3.1.1 §3.3.2.1).
    private static func isSame(_ level: String, _ id: String) -> Bool {
        level.utf8.elementsEqual(id.utf8) || PercentCoding.decode(level).map { $0.utf8.elementsEqual(id.utf8) } ?? false
    }
}
