package import HubModel

/// The forms in which a hub gives its allowlist.
package enum AllowlistFormat: String, CaseIterable, Sendable {
    case json, csv, names

    /// The media type of the form.
    package var contentType: String {
        switch self {
        case .json: "application/json"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .names: "text/plain; charset=utf-8"
        }
    }

    /// The list in this form, in UTF-8.
    package func document(of list: Allowlist) throws(HubError) -> [UInt8] {
        switch self {
        case .json: try RestJSON.encode(list)
        case .csv: Array(CSVFormat.text(of: list).utf8)
        case .names: Array(NamesFormat.text(of: list).utf8)
        }
    }
}
