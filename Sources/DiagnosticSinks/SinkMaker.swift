package import HubControl
package import HubModel
import Transport

/// Makes destinations: the one place that knows all kinds of them.
package struct SinkMaker: Sendable {
    private let settings: SinkSettings
    private let dialler: OutboundDialler
    private let world: World

    /// Throws a `DialError` where the trusted CAs cannot be read.
    package init(
        _ settings: SinkSettings,
        world: World,
        resolve: @escaping @Sendable (String) async -> NameResolution
    ) throws(DialError) {
        self.settings = settings
        self.world = world
        dialler = try OutboundDialler(settings, world: world, resolve: resolve)
    }

    /// The destination of a setting of a hub; throws `ArgumentInvalid` where this server has none such.
    package func make(
        _ hub: HubName,
        _ destination: DiagnosticDestination,
        _ secret: Secret?
    ) throws(HubError) -> any DiagnosticSink {
        switch destination {
        case .local:
            throw HubError(.argumentInvalid, "The hub's own log is no destination.", target: "destination.kind")
        case .file(let file):
            guard let directory = settings.fileDirectory else {
                throw HubError(
                    .argumentInvalid,
                    "This server writes no log files.",
                    target: "destination.kind",
                    hint: "Name a directory for them in the server's configuration: diagnostics.fileDirectory"
                )
            }
            return FileSink(file, in: directory + "/" + hub.key)
        case .syslog(let receiver):
            if let address = receiver.host.address { try dialler.requireAllowed(address, target: "destination.host") }
            return SyslogSink(receiver, dialler)
        case .webhook(let url):
            guard let parts = url.parts else {
                throw HubError(.argumentInvalid, "'\(url)' is not a \(WebhookURL.noun).", target: "destination.url")
            }
            if let address = parts.host.address { try dialler.requireAllowed(address, target: "destination.url") }
            return WebhookSink(
                host: parts.host,
                port: parts.port,
                target: parts.target,
                signature: secret.map(WebhookSignature.init(secret:)),
                dialler,
                world: world
            )
        }
    }
}
