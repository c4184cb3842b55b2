import HubClient
import HubModel
public import StreamClient

/// A list of the management API, read page by page while it is iterated.
///
/// Rows that are there from the beginning to the end come exactly once, whatever is added meanwhile. An iterator is one
/// walk through the list; cancelling its task ends it with `RequestTimeout`.
public struct PagedSequence<Element: Codable & Equatable & Sendable>: AsyncSequence, Sendable {
    let pool: RequestPool
    let first: HubRequest

    /// One walk through the list.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let pool: RequestPool
        private var rows: [Element] = []
        private var index = 0
        private var next: HubRequest?

        init(_ pool: RequestPool, _ first: HubRequest) {
            self.pool = pool
            next = first
        }

        /// The next row; `nil` behind the last one.
        ///
        /// Throws the server's error, or why there is no answer.
        public mutating func next() async throws(ClientError) -> Element? {
            // A page may be empty although another one follows.
            while index == rows.count {
                guard let request = next else { return nil }
                let page = try await pool.value(Page<Element>.self, of: request)
                rows = page.value
                index = 0
                next = try page.nextLink.map { link throws(ClientError) in try follow(link, after: request) }
            }
            index += 1
            return rows[index - 1]
        }

        /// The next row; `nil` behind the last one.
        ///
        /// Throws the server's error, or why there is no answer.
        public mutating func next(
            isolation actor: isolated (any Actor)?
        ) async throws(ClientError) -> Element? {
            try await next()
        }

        /// The credential must not follow a link to another origin, and a link to itself has no end.
        private func follow(_ link: String, after request: HubRequest) throws(ClientError) -> HubRequest {
            guard let target = pool.settings.server.target(of: link), target != request.target else {
                throw ClientError(
                    HubError(
                        .responseNotUnderstood,
                        "The next page is said to be at '\(VisibleText.show(link, limit: 200))'; it was not asked for."
                    )
                )
            }
            return HubRequest(.get, target: target)
        }
    }

    /// A walk through the list from its beginning.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pool, first) }
}
