import HubModel
import NIOCore

/// What the demo tells a person.
enum DemoText {
    static func ready(
        _ server: DemoServer,
        _ ports: DemoPorts,
        trip: TimeAmount,
        sinceStart: TimeAmount,
        staysOn: Bool
    ) -> String {
        var text = """
            A hub runs on this machine, with a device '\(DemoSite.device)' and its agent.
            The first echo went through a stream and back in \(decimal(trip.nanoseconds / 10_000, 100)) ms, \
            \(decimal(sinceStart.nanoseconds / 100_000_000, 10)) s after the start.
            """
        guard staysOn else { return text }
        text += """


            Try in another terminal:
              curl http://\(ports.web.place)/           a web page of the device
              nc 127.0.0.1 \(ports.echo.port)                        what you type comes back
              export DEVICESTREAM_STATE_DIR=\(server.state) XDG_CONFIG_HOME=\(server.directory)
              devicestream show -n hub                  what a firewall must let through
              devicestream stream list -n hub -o table  the streams so far
              devicestream stream test \(DemoSite.device) -n hub -o table
              devicestream forward \(DemoSite.device) -n hub -L 8080:web

            Ctrl-C ends it, and nothing stays behind.
            """
        return text
    }

    /// A number of tenths or hundredths.
    private static func decimal(_ value: Int64, _ parts: Int64) -> String {
        let rest = String(value % parts)
        let width = String(parts).count - 1
        return "\(value / parts)." + String(repeating: "0", count: width - rest.count) + rest
    }
}
