import FuzzSupport
import HubModel
import LogQuery

/// What comes of a text as a query.
struct QueryRun {
    private static let now = Timestamp(seconds: 1_800_000_000)

    private let text: String
    private let result: Result<LogPlan, HubError>

    init(_ text: String) {
        self.text = text
        result = Self.read(text)
    }

    private static func read(_ text: String) -> Result<LogPlan, HubError> {
        do throws(HubError) {
            return .success(try LogPlan(parsing: text, now: now))
        } catch {
            return .failure(error)
        }
    }

    func check() {
        guard Self.read(text) == result else { fail("the same query was read otherwise") }
        switch result {
        case .failure(let error): check(error)
        case .success(let plan): check(plan)
        }
    }

    private func check(_ error: HubError) {
        guard error.code == .argumentInvalid, error.target == "query" else {
            fail("an error of another kind: \(error)")
        }
        let isTooLong = text.utf8.count > LogPlan.maximumBytes
        guard isTooLong || error.message.contains(", at line ") else { fail("no place: \(error.message)") }
        guard error.message == VisibleText.show(error.message) else { fail("a message that is not safe to show") }
    }

    /// A plan keeps the limits, and every step finds the columns that it names.
    private func check(_ plan: LogPlan) {
        guard plan.steps.count <= LogPlan.maximumSteps * 2 else { fail("\(plan.steps.count) steps") }
        guard Set(plan.columns.map(\.name)).count == plan.columns.count else { fail("two columns of one name") }
        var width = LogField.allCases.count
        for step in plan.steps {
            switch step {
            case .filter(let condition): check(condition, width, depth: 0)
            case .project(let selections):
                for selection in selections { check(selection.value, width) }
                width = selections.count
            case .summarize(let aggregates, let groups):
                for group in groups { check(group.value, width) }
                for aggregate in aggregates { check(aggregate, width) }
                width = aggregates.count + groups.count
            case .order(let orders): for order in orders { check(.column(order.column), width) }
            case .take(let count): guard count >= 0 else { fail("\(count) rows") }
            }
        }
        guard width == plan.columns.count else { fail("\(width) columns, named \(plan.columns.count)") }
    }

    private func check(_ aggregate: LogAggregate, _ width: Int) {
        switch aggregate.function {
        case .count: break
        case .countWhere(let condition): check(condition, width, depth: 0)
        case .countDistinct(let value), .sum(let value), .average(let value), .minimum(let value), .maximum(let value):
            check(value, width)
        }
    }

    private func check(_ condition: LogCondition, _ width: Int, depth: Int) {
        // Each bracket makes two at most: what is in it, and a chain of it.
        guard depth <= LogPlan.maximumDepth * 3 + 3 else { fail("a condition is \(depth) deep") }
        switch condition {
        case .constant: break
        case .compare(let left, _, let right), .match(let left, _, let right):
            check(left, width)
            check(right, width)
        case .isOneOf(let value, _, _), .isBetween(let value, _, _), .isEmpty(let value): check(value, width)
        case .all(let conditions), .any(let conditions):
            for condition in conditions { check(condition, width, depth: depth + 1) }
        case .not(let condition): check(condition, width, depth: depth + 1)
        }
    }

    private func check(_ scalar: LogScalar, _ width: Int) {
        switch scalar {
        case .value: break
        case .column(let index): guard index < width else { fail("column \(index) of \(width)") }
        case .bin(let index, let step): guard index < width, step > 0 else { fail("a bin of \(step)") }
        }
    }
}
