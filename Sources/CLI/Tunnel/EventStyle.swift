package import HubModel

/// How a command that runs for long tells what happens.
package struct EventStyle: Sendable {
    /// Whether events are lines of JSON.
    package let isJSON: Bool
    /// Whether only errors are told.
    package let isQuiet: Bool
    /// Whether details are told.
    package let isVerbose: Bool
    /// Whether nothing is told at all.
    package let isSilent: Bool
    /// Says when.
    package let world: World

    /// Of what nobody is to hear.
    package static let silent = EventStyle(isJSON: false, isQuiet: true, isVerbose: false, isSilent: true, world: .real)
}
