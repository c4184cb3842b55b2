import ArgumentParser
package import HubModel
package import JMESPath

/// A command that does something: what it asks and answers, and nothing about how that is printed.
protocol Verb: ParsableCommand {
    var global: GlobalOptions { get }

    /// Does it.
    ///
    /// Throws `HubError` or `RequestFailure`.
    func perform(_ session: Session) throws -> Outcome
}

/// What a command brought about.
package struct Outcome {
    package enum Output {
        /// A value, and what it looks like as a table.
        case value(JSONValue, TableShape?)
        /// Text that is no JSON, printed as it is.
        case text([UInt8])
        /// Nothing, or what was written already.
        case nothing
        /// Streams, which `devicestream-tunnel` opens and takes.
        case tunnel(TunnelPlan)
    }

    package var output: Output
    package var status = ExitStatus.success

    package static func value(_ value: JSONValue, _ shape: TableShape? = nil) -> Outcome {
        Outcome(output: .value(value, shape))
    }

    static func text(_ bytes: [UInt8]) -> Outcome { Outcome(output: .text(bytes)) }

    static let nothing = Outcome(output: .nothing)
}
