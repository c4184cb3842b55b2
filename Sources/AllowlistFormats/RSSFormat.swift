import HubModel

/// The changes of the list for a feed reader (RSS 2.0), the newest first.
enum RSSFormat {
    /// A reader that polls once a year still misses nothing of a hub whose list changes daily; older ones stand in
    /// `changes`.
    static let maximumItems = 400

    static func text(of rules: RuleSource, changes: [AllowlistChange]) -> String {
        let main = rules.destinations.first { $0.record.serviceArea == .main }
        let link = main.map { "https://\($0.host):\($0.port)/" } ?? "https://localhost/"
        var text = """
            <?xml version="1.0" encoding="utf-8"?>
            <rss version="2.0">
            <channel>
            <title>\(XMLText.escape("Allowlist of the hub \(rules.hub.key)"))</title>
            <link>\(XMLText.escape(link))</link>
            <description>\(XMLText.escape(rules.title))</description>
            <lastBuildDate>\(mailDate(rules.updatedAt))</lastBuildDate>
            <ttl>60</ttl>

            """
        for change in changes.suffix(maximumItems).reversed() {
            text += """
                <item>
                <title>\(XMLText.escape(title(change)))</title>
                <description>\(XMLText.escape(description(change)))</description>
                <category>\(change.disposition.rawValue)</category>
                <guid isPermaLink="false">\(XMLText.escape("\(rules.hub.key)/\(change.version)/\(change.id)"))</guid>
                <pubDate>\(mailDate(change.changedAt))</pubDate>
                </item>

                """
        }
        return text + "</channel>\n</rss>\n"
    }

    private static func title(_ change: AllowlistChange) -> String {
        let record = change.current ?? change.previous
        let what = record.map { $0.urls.joined(separator: " ") + " port " + $0.tcpPorts } ?? "record \(change.id)"
        return "\(change.disposition.rawValue): \(what), effective \(change.effective)"
    }

    private static func description(_ change: AllowlistChange) -> String {
        var parts = ["Version \(change.version), record \(change.id)."]
        if let previous = change.previous { parts.append("Before: " + words(previous)) }
        if let current = change.current { parts.append("Now: " + words(current)) }
        return parts.joined(separator: " ")
    }

    private static func words(_ record: AllowlistRecord) -> String {
        var parts = [
            record.urls.joined(separator: " "), "port " + record.tcpPorts, record.state.rawValue,
            record.required ? "required" : "not required", "effective \(record.effective)",
        ]
        if let retires = record.retires { parts.append("retires \(retires)") }
        if !record.ips.isEmpty { parts.append("addresses " + record.ips.joined(separator: " ")) }
        let facts = parts.joined(separator: ", ") + "."
        // Readers take a description for HTML, so the words are those that are harmless there, too.
        return record.notes.map { facts + " (" + CommentText.of($0) + ")" } ?? facts
    }

    private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// `Thu, 26 Nov 2026 16:17:00 +0000` (RFC 822 §5 with the four digits of RFC 1123 §5.2.14).
    static func mailDate(_ time: Timestamp) -> String {
        let day = time.dayNumber
        // 1970-01-01 was a Thursday.
        let weekday = Int(((time.seconds / 86_400) % 7 + 7) % 7)
        let clock = time.description.split(separator: "T").last?.prefix(8) ?? "00:00:00"
        let month = months[Int(max(1, day / 100 % 100)) - 1]
        return "\(days[weekday]), \(day % 100 < 10 ? "0" : "")\(day % 100) \(month) \(day / 10_000) \(clock) +0000"
    }
}
