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

    @Option(help: Self.help("New streams in a second, of each device."), transform: Self.limit)
    var maxNewStreamsPerSecondPerDevice: PatchField<Int>?

    @Option(help: Self.help("Streams at once, of each device."), transform: Self.limit)
    var maxConcurrentStreamsPerDevice: PatchField<Int>?

    @Option(help: Self.help("Bytes through streams in a day, of each device."), transform: Self.limit)
    var maxBytesPerDayPerDevice: PatchField<Int>?

    @Option(help: Self.help("New streams in a second, of each policy or API token."), transform: Self.limit)
    var maxNewStreamsPerSecondPerCaller: PatchField<Int>?

    @Option(help: Self.help("Streams at once, of each policy or API token."), transform: Self.limit)
    var maxConcurrentStreamsPerCaller: PatchField<Int>?

    @Option(help: Self.help("Bytes through streams in a day, of each policy or API token."), transform: Self.limit)
    var maxBytesPerDayPerCaller: PatchField<Int>?

    /// `nil` when none is given.
    var patch: HubLimitsPatch? {
        var patch = HubLimitsPatch()
        patch.devices = maxDevices ?? .unchanged
        patch.connections = maxConnections ?? .unchanged
        patch.newStreamsPerSecond = maxNewStreamsPerSecond ?? .unchanged
        patch.concurrentStreams = maxConcurrentStreams ?? .unchanged
        patch.bytesPerDay = maxBytesPerDay ?? .unchanged
        patch.perDevice = Self.patch(
            maxNewStreamsPerSecondPerDevice,
            maxConcurrentStreamsPerDevice,
            maxBytesPerDayPerDevice
        )
        patch.perCaller = Self.patch(
            maxNewStreamsPerSecondPerCaller,
            maxConcurrentStreamsPerCaller,
            maxBytesPerDayPerCaller
        )
        return patch == HubLimitsPatch() ? nil : patch
    }

    private static func patch(
        _ perSecond: PatchField<Int>?,
        _ concurrent: PatchField<Int>?,
        _ perDay: PatchField<Int>?
    ) -> StreamLimitsPatch? {
        guard perSecond != nil || concurrent != nil || perDay != nil else { return nil }
        var patch = StreamLimitsPatch()
        patch.newStreamsPerSecond = perSecond ?? .unchanged
        patch.concurrentStreams = concurrent ?? .unchanged
        patch.bytesPerDay = perDay ?? .unchanged
        return patch
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
