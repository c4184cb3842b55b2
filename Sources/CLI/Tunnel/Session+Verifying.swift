package import HubModel

extension Session {
    /// A list has a few hundred bytes for each endpoint.
    private static let maximumListBytes = 4 << 20

    /// The list in a file that a person named.
    package func allowlist(in path: String) throws(HubError) -> Allowlist {
        let bytes = try SystemFile.read(path, console: console, limit: Self.maximumListBytes)
        do throws(HubError) {
            return try RestJSON.decode(Allowlist.self, from: bytes)
        } catch {
            throw HubError(
                .usage,
                "\(SystemFile.quoted(path)) holds no allowlist: \(error.message)",
                target: "--list",
                hint: "Make it with: devicestream allowlist show -n HUB >FILE"
            )
        }
    }

    /// When it is.
    package var now: Timestamp { world.now }
}
