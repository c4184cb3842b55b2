/// The body of a query of the log.
package struct LogQueryRequest: Codable, Equatable, Sendable {
    package var query: String
    /// The time that the records are from, beside what the query says of it.
    package var timespan: LogTimespan?

    package init(query: String, timespan: LogTimespan? = nil) {
        self.query = query
        self.timespan = timespan
    }

    private enum CodingKeys: String, CodingKey, CaseIterable { case query, timespan }

    package init(from decoder: any Decoder) throws {
        try decoder.rejectUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        query = try container.decode(String.self, forKey: .query)
        timespan = try container.decodeIfPresent(LogTimespan.self, forKey: .timespan)
    }
}
