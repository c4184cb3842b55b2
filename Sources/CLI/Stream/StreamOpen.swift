import ArgumentParser
import HubClient
import HubModel
import JMESPath

/// `stream open`.
struct StreamOpen: Verb {
    static let configuration = CommandConfiguration(
        commandName: "open",
        abstract: "Ask a device for a stream; prints the URL and the token to go on with.",
        discussion: """
            Any WebSocket client goes on from there, with the header 'Authorization: Bearer TOKEN'. The token is a \
            secret; it opens one connection, and ends within a minute.
            """
    )

    @OptionGroup var device: DeviceSelection
    @OptionGroup var stream: StreamOptions
    @OptionGroup(title: "Global options") var global: GlobalOptions

    func perform(_ session: Session) throws -> Outcome {
        let id = try device.id()
        let request = try HubRequest.openStream(
            session.hub(device.hub.name),
            id,
            stream.creation(),
            trace: session.traces()()
        )
        let grant = try session.json(request)
        let end = grant["expiresAt"]?.stringValue.map { ", until \($0)" } ?? ""
        session.notice("The token is a secret: it opens one connection\(end).")
        return .value(grant, StreamCommand.grantShape)
    }
}
