package import HubModel

/// A query of the log, read and checked: every column exists, and every comparison is of values of one type.
///
/// It is a part of the language of Log Analytics, over the one table `AzureDiagnostics`; docs/log-queries.md says which.
/// What does not stand there is an error that says where.
package struct LogPlan: Equatable, Sendable {
    /// The longest query, in bytes: as much as a device query may have.
    package static let maximumBytes = 8192
    /// Operators behind each other: each may become a table of its own for the database.
    package static let maximumSteps = 32
    /// How deep brackets may be nested; SQLite's parser has room for 100 of its own symbols, and a bracket takes four.
    package static let maximumDepth = 16
    /// Comparisons in one query.
    package static let maximumComparisons = 200
    /// Values in all lists of one query.
    package static let maximumListedValues = 1000
    /// Columns that one step makes.
    static let maximumColumns = 64

    package var steps: [LogStep]
    /// Those of the answer.
    package var columns: [LogColumn]

    /// Reads a query.
    ///
    /// `now` is what the language calls so. Throws `ArgumentInvalid` that says what is not understood and where, with a
    /// mark below the place.
    package init(parsing text: String, now: Timestamp) throws(HubError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw HubError(
                .argumentInvalid,
                "The query has \(text.utf8.count) bytes; \(Self.maximumBytes) are allowed.",
                target: QuerySource.target
            )
        }
        let source = QuerySource(text)
        do throws(QueryProblem) {
            var parser = Parser(tokens: try Lexer.tokens(of: source.scalars), source: source, now: now)
            self = try parser.plan()
        } catch {
            throw source.describe(error)
        }
    }

    init(steps: [LogStep], columns: [LogColumn]) {
        self.steps = steps
        self.columns = columns
    }
}

/// One operator of a query; its columns are those of the step before it.
package enum LogStep: Equatable, Sendable {
    case filter(LogCondition)
    case project([LogSelection])
    /// Rows that are equal in all groups become one; without groups, all rows do.
    case summarize([LogAggregate], by: [LogSelection])
    case order([LogOrder])
    case take(Int64)
}

/// A column that is made of one before.
package struct LogSelection: Equatable, Sendable {
    package var name: String
    package var value: LogScalar
}

/// A column that is made of many rows.
package struct LogAggregate: Equatable, Sendable {
    package enum Function: Equatable, Sendable {
        case count
        case countWhere(LogCondition)
        case countDistinct(LogScalar)
        case sum(LogScalar)
        case average(LogScalar)
        case minimum(LogScalar)
        case maximum(LogScalar)
    }

    package var name: String
    package var function: Function
}

/// By what rows are ordered.
package struct LogOrder: Equatable, Sendable {
    package var column: Int
    package var isAscending: Bool
    package var hasNullsFirst: Bool
}
