/// A kind of activity records that a diagnostic setting may choose.
///
/// What the log says of itself (`LogIntegrity`) is no choice: every destination gets it.
public enum DiagnosticCategory: String, Codable, CaseIterable, Sendable {
    /// Stream requests and the ends of streams.
    case deviceStreams = "DeviceStreams"
    /// Devices that connect and disconnect.
    case connections = "Connections"
}

extension [DiagnosticCategory] {
    /// Each once, in the order of the catalogue: two lists of the same categories are one.
    package var canonical: [DiagnosticCategory] { DiagnosticCategory.allCases.filter(contains) }
}
