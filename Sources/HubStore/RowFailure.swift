import HubModel

/// Why a query gives no more rows.
enum RowFailure: Error {
    /// What it asks of a row cannot be had, such as a member of what is no JSON.
    case content(HubError)
    case other(HubError)

    var cause: HubError {
        switch self {
        case .content(let error), .other(let error): error
        }
    }
}
