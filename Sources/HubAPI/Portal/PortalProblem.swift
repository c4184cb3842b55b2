import HubModel

/// What a page tells of an error: what happened, what to do, code and tracking id, as the command line does.
struct PortalProblem: Sendable {
    let message: String
    let hint: String
    let code: String
    let number: Int
    let trackingID: String

    init(_ failure: Failure) {
        message = failure.error.message
        hint = failure.error.hint ?? failure.error.code.advice
        code = failure.error.code.rawValue
        number = failure.error.code.number
        trackingID = failure.trackingID
    }
}
