import HubClient
import HubModel
import JMESPath

/// Requests whose answers are JSON.
extension Session {
    /// The most that a page of a list holds.
    static let maximumPage = 1000
    /// What a long list shows unless more is asked for: a page of the REST API.
    static let standardTop = 100

    /// Sends a request and reads the JSON of its answer.
    ///
    /// Throws `RequestFailure`.
    func json(_ request: HubRequest) throws -> JSONValue {
        try read(client().send(request))
    }

    /// Sends a request whose answer is of no interest.
    func send(_ request: HubRequest) throws {
        _ = try client().send(request)
    }

    /// All rows of a list, page after page.
    ///
    /// `limit` ends it early; `eachPage` gets the rows of each page as it comes.
    func rows(_ request: HubRequest, limit: Int? = nil, eachPage: ([JSONValue]) throws -> Void) throws -> Bool {
        let client = try client()
        var response = try client.send(request)
        var count = 0
        while true {
            let page = try read(response)
            guard var rows = page["value"]?.elements else { throw misunderstood(response, "it has no list of rows") }
            let link = page["nextLink"]?.stringValue
            if let limit, count + rows.count >= limit {
                let hasMore = count + rows.count > limit || link != nil
                rows = Array(rows.prefix(limit - count))
                try eachPage(rows)
                return hasMore
            }
            count += rows.count
            try eachPage(rows)
            guard let link else { return false }
            response = try client.follow(nextLink: link)
        }
    }

    /// The last rows of a list that begins with them: `top`, or as many as a page of the REST API has.
    ///
    /// `noun` says what they are, on the way and where there are more.
    func latest(
        _ noun: String,
        top: Int?,
        request: (_ top: Int) throws(HubError) -> HubRequest
    ) throws -> JSONValue {
        let limit = top ?? Self.standardTop
        let request = try request(min(limit, Self.maximumPage))
        let progress = progress()
        defer { progress.end() }
        var all: [JSONValue] = []
        let hasMore = try rows(request, limit: limit) { rows in
            all += rows
            progress.update("\(all.count) \(noun)")
        }
        if hasMore, top == nil { notice("These are the last \(all.count) \(noun). More of them: --top N.") }
        return .array(all)
    }

    /// All rows of a list as one value.
    func list(_ request: HubRequest) throws -> JSONValue {
        let progress = progress()
        defer { progress.end() }
        var all: [JSONValue] = []
        _ = try rows(request) { rows in
            all += rows
            progress.update("\(all.count) rows")
        }
        return .array(all)
    }

    func read(_ response: HubResponse) throws -> JSONValue {
        guard let value = JSONValue.read(response.body) else { throw misunderstood(response, "it is not JSON") }
        return value
    }

    private func misunderstood(_ response: HubResponse, _ reason: String) -> RequestFailure {
        RequestFailure(
            HubError(.responseNotUnderstood, "The server's answer was not understood: \(reason)."),
            trackingID: response.trackingID
        )
    }
}
