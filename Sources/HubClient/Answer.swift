import HubModel

/// What a server answered, judged.
struct Answer {
    let status: Int
    let fields: [HubRequest.Field]
    let body: [UInt8]

    /// Whether the server says that the same request may succeed later.
    func attempt(now: Timestamp) -> RetrySchedule.Attempt {
        switch status {
        case 429, 502, 503, 504: .refused(retryAfter: retryAfter(now: now))
        default: .settled
        }
    }

    /// A response for 2xx and an expected 304, the server's error otherwise.
    func result(of request: HubRequest) -> Result<HubResponse, RequestFailure> {
        let isConditional = request.fields.first(named: "if-none-match") != nil
        if (200...299).contains(status) || status == 304 && isConditional {
            return .success(HubResponse(status: status, fields: fields, body: body))
        }
        let tracking = fields.first(named: "x-ms-request-id")
        if status >= 400, let content = try? RestJSON.decode(ErrorBody.self, from: body) {
            // A body that is no envelope is not an error of this program: the status alone speaks below.
            return .failure(
                RequestFailure(
                    content.hubError(status: status),
                    trackingID: content.error.trackingId.isEmpty ? tracking : content.error.trackingId,
                    body: body
                )
            )
        }
        return .failure(RequestFailure(foreignError, trackingID: tracking))
    }

    /// The error for an answer without our envelope: from a proxy, or another server.
    private var foreignError: HubError {
        if (300...399).contains(status) {
            let place = fields.first(named: "location").map { " to '\(VisibleText.show($0, limit: 200))'" } ?? ""
            return HubError(
                .responseNotUnderstood,
                "The server answered with a redirect (\(status))\(place); redirects are not followed.",
                hint: "Give the server's own URL with --server."
            )
        }
        let type = fields.mediaType.map { VisibleText.show($0, limit: 60) } ?? "no type"
        return HubError(
            status >= 400 ? ErrorCode.nearest(status: status) : .responseNotUnderstood,
            "The answer has the status \(status), and a body (\(type)) that is not from devicestreamd.",
            hint: "Another server or a proxy may have answered: look with --debug."
        )
    }

    private func retryAfter(now: Timestamp) -> Duration? {
        fields.first(named: "retry-after").flatMap { RetryAfter.duration($0, now: now) }
    }
}
