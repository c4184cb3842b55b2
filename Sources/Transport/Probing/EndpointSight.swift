import HubModel
import StreamCore

/// What an endpoint shows to whoever looks at it: who signed its certificate, and how it answers HTTP.
package struct EndpointSight: Equatable, Sendable {
    package enum Answer: Equatable, Sendable {
        /// It answered with this status; whether as a hub does, and by how much that hub's clock is ahead.
        case status(Int, isOfHub: Bool, skew: Duration?)
        /// None came, and why: a whole sentence.
        case none(String)
    }

    /// By how much the clocks of a hub and of who signs in may differ.
    package static let allowedSkew = SharedAccessToken.skew

    /// The certificate that it showed; `nil` where it cannot be read.
    package let certificate: SeenCertificate?
    package let answer: Answer
}

extension EndpointSight.Answer {
    init(_ head: ResponseHead, now: Timestamp) {
        func value(_ name: String) -> String? {
            head.fields.first { $0.name.lowercased() == name }?.value
        }
        // Every response of a hub has one; the page of a filter has none, and its clock says nothing of a hub's.
        let isOfHub = value("x-ms-request-id") != nil
        let date = isOfHub ? value("date").flatMap { Timestamp(httpDate: $0) } : nil
        self = .status(head.status, isOfHub: isOfHub, skew: date.map { $0 - now })
    }
}
