import HubModel

/// A file of mode 0600 that is written beside its place, and takes it when it is complete.
struct PendingFile {
    let descriptor: Descriptor
    private let path: String
    private let temporaryPath: String

    init(for path: String, world: World) throws(HubError) {
        self.path = path
        let nameStart = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let suffix = "." + Base64.encodeURL(world.randomBytes(6)) + ".tmp"
        temporaryPath = path[..<nameStart] + "." + path[nameStart...] + suffix
        do throws(Posix.Failure) {
            descriptor = Descriptor(number: try Posix.createPrivate(temporaryPath), name: SystemFile.quoted(path))
        } catch {
            throw HubError(.localFailure, "\(SystemFile.quoted(path)) cannot be written: \(error.text).")
        }
    }

    /// Makes it durable and puts it in its place.
    func commit() throws(HubError) {
        do throws(Posix.Failure) {
            try Posix.syncFile(descriptor.number)
            try Posix.renameFile(temporaryPath, path)
        } catch {
            throw HubError(.localFailure, "\(descriptor.name) cannot be written: \(error.text).")
        }
        descriptor.close()
    }

    /// Takes it away; the old file stays.
    func discard() {
        descriptor.close()
        // What cannot be removed is an incomplete file that nobody reads; the error that led here is the one to tell.
        try? Posix.removeFile(temporaryPath)
    }
}
