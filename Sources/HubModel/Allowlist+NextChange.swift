extension Allowlist {
    /// A date at which a record begins or ceases to count.
    package struct NextChange: Equatable, Sendable {
        package enum Kind: Equatable, Sendable {
            case becomesActive, retires
        }

        package let kind: Kind
        package let urls: [String]
        package let at: Timestamp
    }

    /// What changes next without anybody doing more; `nil` where nothing is announced.
    package var nextChange: NextChange? {
        value.compactMap { record in
            switch record.state {
            case .upcoming: NextChange(kind: .becomesActive, urls: record.urls, at: record.effective)
            case .active, .draining: record.retires.map { NextChange(kind: .retires, urls: record.urls, at: $0) }
            case .retired: nil
            }
        }.min { $0.at < $1.at }
    }
}
