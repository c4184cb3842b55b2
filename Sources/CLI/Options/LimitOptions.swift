import ArgumentParser
import HubModel

/// The limits of a hub: a number, or `unlimited`.
struct LimitOptions: ParsableArguments {
    @Option(help: Self.help("Devices in the hub."), transform: Self.limit)
    var maxDevices: PatchField<Int>?

    @Option(help: Self.help("Device connections at once."), transform: Self.limit)
    var maxConnections: PatchField<Int>?

    @Option(help: Self.help("New streams in a second."), transform: Self.limit)
    var maxNewStreamsPerSecond: PatchField<Int>?

    @Option(help: Self.help("Streams at once."), transform: Self.limit)
    var maxConcurrentStreams: PatchField<Int>?

    @Option(help: Self.help("Bytes through streams in a day."), transform: Self.limit)
    var maxBytesPerDay: PatchField<Int>?

    /// `nil` when none is given.
    var patch: HubLimitsPatch? {
        var patch = HubLimitsPatch()
        patch.devices = maxDevices ?? .unchanged
        patch.connections = maxConnections ?? .unchanged
        patch.newStreamsPerSecond = maxNewStreamsPerSecond ?? .unchanged
        patch.concurrentStreams = maxConcurrentStreams ?? .unchanged
        patch.bytesPerDay = maxBytesPerDay ?? .unchanged
        return patch == HubLimitsPatch() ? nil : patch
    }

    private static func help(_ text: String) -> ArgumentHelp {
        ArgumentHelp(stringLiteral: text + " A number, or 'unlimited'.").named("limit")
    }

    @Sendable private static func limit(_ text: String) throws -> PatchField<Int> {
        if text.lowercased() == "unlimited" { return .removed }
        guard let number = Int(text), number >= 0 else {
            throw Choice.Failure(description: "it is a number from 0, or 'unlimited'.")
        }
        return .set(number)
    }
}

extension ArgumentHelp {
    /// The same help with a name for the value.
    fileprivate func named(_ name: String) -> ArgumentHelp {
        var help = self
        help.valueName = name
        return help
    }
}
