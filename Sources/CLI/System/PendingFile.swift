import HubModel

/// A file of mode 0600 that is written beside its place, and takes it when it is complete.
///
/// A device or a pipe keeps its place, and is written as the bytes come: root would put a file where `/dev/null` was.
struct PendingFile {
    let descriptor: Descriptor
    private let path: String
    /// `nil` for a device or a pipe.
    private let temporaryPath: String?

    init(for path: String, world: World) throws(HubError) {
        self.path = path
        if Posix.isSpecial(path) {
            temporaryPath = nil
            do throws(Posix.Failure) {
                descriptor = Descriptor(number: try Posix.openForAppending(path), name: SystemFile.quoted(path))
            } catch {
                throw HubError(.localFailure, "\(SystemFile.quoted(path)) cannot be written: \(error.text).")
            }
            return
        }
        let nameStart = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
        let suffix = "." + Base64.encodeURL(world.randomBytes(6)) + ".tmp"
        let temporaryPath = path[..<nameStart] + "." + path[nameStart...] + suffix
        self.temporaryPath = temporaryPath
        do throws(Posix.Failure) {
            descriptor = Descriptor(number: try Posix.createPrivate(temporaryPath), name: SystemFile.quoted(path))
        } catch {
            throw HubError(.localFailure, "\(SystemFile.quoted(path)) cannot be written: \(error.text).")
        }
    }

    /// Makes it durable and puts it in its place.
    func commit() throws(HubError) {
        guard let temporaryPath else { return descriptor.close() }
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
        if let temporaryPath { try? Posix.removeFile(temporaryPath) }
    }
}
