package import HubModel

/// The key under which all stored keys are encrypted: 32 bytes in a file outside the database.
package struct MasterKey: Sendable {
    static let fileName = "master.key"
    static let byteCount = 32

    let secret: Secret

    /// A new one.
    package static func new(_ world: World) -> MasterKey {
        MasterKey(secret: Secret(bytes: world.randomBytes(byteCount)))
    }

    /// Reads the file; makes it where there is neither a file nor a database.
    ///
    /// A database without its key is never given a new one: the keys in it would be lost without a word.
    static func loadOrCreate(path: String, databaseExists: Bool, world: World) throws(HubError) -> MasterKey {
        if let bytes = try PrivateFile.contents(of: path) {
            let text = String(decoding: bytes, as: UTF8.self)
            let line = text.hasSuffix("\n") ? String(text.dropLast()) : text
            guard let key = Base64.decode(line), key.count == byteCount else {
                throw HubError(
                    .localFailure,
                    "The master key file '\(path)' does not hold \(byteCount) bytes in base64.",
                    hint: "Restore it from a backup. Without it the keys in the database cannot be read."
                )
            }
            return MasterKey(secret: Secret(bytes: key))
        }
        guard !databaseExists else {
            throw HubError(
                .localFailure,
                "There is a database, but its master key '\(path)' is missing.",
                hint: "Restore the file from a backup. Without it the keys in the database cannot be read."
            )
        }
        let key = MasterKey.new(world)
        try PrivateFile.create(path, Array((key.secret.base64 + "\n").utf8))
        return key
    }
}
