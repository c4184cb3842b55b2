package import Logging
package import NIOCore
package import NIOHTTP1

extension ChannelPipeline.SynchronousOperations {
    /// The most that the HTTP decoder keeps unparsed.
    ///
    /// It keeps parts of a head, which it bounds itself (80 KiB by default), and bytes that follow a request for an
    /// upgrade: at most what one read of a socket holds.
    private static let maximumUnparsedBytes = 1 << 20

    /// Adds an HTTP/1.1 server with upgrades, as `configureUpgradableHTTPServerPipeline(configuration:)` does, and with
    /// deadlines for requests.
    ///
    /// NIO's own function leaves no place for them: at an upgrade it takes the HTTP decoder out first, which then
    /// passes bytes on to a handler that expects parts of requests, and traps. Here the deadlines leave before it.
    ///
    /// - Parameters:
    ///   - configuration: what NIO's function takes, with the same meaning.
    ///   - gate: which requests may be upgraded.
    ///   - others: handlers for what the decoder gives, that leave with it at an upgrade.
    ///   - deadlines: the times allowed; after an upgrade none of them applies.
    ///   - awaitsHandshake: whether the time for the first request begins at the end of the TLS handshake, and not at
    ///     once.
    ///   - logger: the connection's logger.
    /// - Throws: where the pipeline is closed already.
    /// - Returns: the result of the upgrade or of the path without one.
    package func configureGuardedHTTPServerPipeline<UpgradeResult: Sendable>(
        configuration: NIOUpgradableHTTPServerPipelineConfiguration<UpgradeResult>,
        gate: UpgradeGate,
        behind others: [any RemovableChannelHandler] = [],
        deadlines: RequestDeadlines.Limits,
        awaitsHandshake: Bool,
        logger: Logger
    ) throws -> EventLoopFuture<UpgradeResult> {
        let watch = RequestWatch(limits: deadlines, logger: logger)
        let bytesHandler = RequestBytesHandler(watch: watch, awaitsHandshake: awaitsHandshake)
        let partsHandler = RequestPartsHandler(
            watch: watch,
            bytesHandler: bytesHandler,
            gate: gate.offering(configuration.upgradeConfiguration.upgraders)
        )
        let encoder = HTTPResponseEncoder(configuration: configuration.encoderConfiguration)
        let decoder = ByteToMessageHandler(
            HTTPRequestDecoder(
                leftOverBytesStrategy: .forwardBytes,
                limitConfiguration: configuration.decoderConfiguration
            ),
            maximumBufferSize: Self.maximumUnparsedBytes
        )
        // They are removed in this order.
        var handlers: [any RemovableChannelHandler] = [partsHandler, decoder] + others
        try addHandlers([bytesHandler, encoder, decoder, partsHandler] as [any ChannelHandler])
        if configuration.enablePipelining { handlers.append(HTTPServerPipelineHandler()) }
        if configuration.enableResponseHeaderValidation { handlers.append(NIOHTTPResponseHeadersValidator()) }
        if configuration.enableErrorHandling { handlers.append(HTTPServerProtocolErrorHandler()) }
        try addHandlers(handlers.dropFirst(2).map { $0 as any ChannelHandler })
        let upgrader = NIOTypedHTTPServerUpgradeHandler(
            httpEncoder: encoder,
            extraHTTPHandlers: handlers,
            upgradeConfiguration: configuration.upgradeConfiguration
        )
        try addHandler(upgrader)
        return upgrader.upgradeResultFuture
    }
}
