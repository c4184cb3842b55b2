import ArgumentParser

/// Connection strings for SDKs that fix their ports.
struct SDKOption: ParsableArguments {
    @Flag(help: "Leave the port out, for SDKs that fix their ports (443 and 8883).")
    var sdk = false

    /// Tells what the string without a port demands.
    func warn(_ session: Session) {
        guard sdk else { return }
        session.notice(
            "The string has no port: the SDK connects to 443 or 8883, where the server or a forwarder must listen."
        )
    }
}
