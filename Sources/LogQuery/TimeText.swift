import HubModel

/// Times and spans as the language writes them.
enum TimeText {
    /// Reads `2026-11-26`, with a time behind a blank or `T` that may lack its seconds, in UTC unless it says otherwise.
    static func timestamp(_ text: String) -> Timestamp? {
        var text = text
        while text.last == " " { text.removeLast() }
        if let quote = text.first, quote == "'" || quote == "\"", text.count > 1, text.last == quote {
            text = String(text.dropFirst().dropLast())
        }
        // 2026-11-23T10:00:00.1234567+00:00 is the longest.
        guard text.utf8.count <= 40 else { return nil }
        let (day, time) = (String(text.prefix(10)), text.dropFirst(10))
        if time.isEmpty { return checked(day + "T00:00:00Z") }
        guard let separator = time.first, separator == " " || separator == "T" else { return nil }
        let clock = time.dropFirst()
        let zoneStart = clock.firstIndex { $0 == "Z" || $0 == "z" || $0 == "+" || $0 == "-" } ?? clock.endIndex
        let zone = zoneStart == clock.endIndex ? "Z" : String(clock[zoneStart...])
        let hours = clock[..<zoneStart] + (clock[..<zoneStart].utf8.count == 5 ? ":00" : "")
        return checked(day + "T" + hours + zone)
    }

    private static func checked(_ text: String) -> Timestamp? {
        guard let time = Timestamp(text), LogValue.times.contains(time) else { return nil }
        return time
    }

    /// The milliseconds of a span such as 1.5 and `h`; `nil` where it is too long, or the unit is none.
    static func timespan(_ number: String, unit: String) -> Int64? {
        guard let factor = milliseconds(of: unit), let number = Double(number) else { return nil }
        let span = (number * factor).rounded()
        return span <= Double(LogValue.longestTimespan) ? Int64(span) : nil
    }

    static func milliseconds(of unit: String) -> Double? {
        switch unit {
        case "d", "day", "days": 86_400_000
        case "h", "hr", "hrs", "hour", "hours": 3_600_000
        case "m", "min", "minute", "minutes": 60_000
        case "s", "sec", "second", "seconds": 1000
        case "ms", "milli", "millis", "millisecond", "milliseconds": 1
        default: nil
        }
    }
}
