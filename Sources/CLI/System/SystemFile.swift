import HubModel

/// Whole files: read with a limit, written beside their place and renamed.
enum SystemFile {
    /// Why a private file was not read.
    enum Refusal: Error, Equatable {
        case missing
        /// Another user owns it, or the caller may not even look.
        case foreign
        /// Others may read or write it, or it is no plain file.
        case exposed(mode: UInt32)
    }

    /// Reads a file that a person named; `-` is standard input.
    static func read(_ path: String, console: Console, limit: Int) throws(HubError) -> [UInt8] {
        if path == "-" { return try console.readAll(limit: limit) }
        let file = try Descriptor(reading: path)
        defer { file.close() }
        return try file.readAll(limit: limit)
    }

    /// Reads a file with a secret: only when the caller owns it and nobody else may read it.
    ///
    /// Owner and mode are those of the open file, so that it cannot be changed for another in between.
    static func readPrivate(_ path: String, limit: Int) throws(HubError) -> Result<[UInt8], Refusal> {
        let file: Descriptor
        let ownership: Posix.Ownership
        do throws(Posix.Failure) {
            let number = try Posix.openForReading(path, waiting: false)
            file = Descriptor(number: number, name: quoted(path))
            ownership = try Posix.ownership(number)
        } catch {
            if error.isMissing { return .failure(.missing) }
            if error.isDenied { return .failure(.foreign) }
            throw HubError(.localFailure, "\(quoted(path)) cannot be read: \(error.text).")
        }
        defer { file.close() }
        guard ownership.isOwn else { return .failure(.foreign) }
        guard ownership.isRegular, ownership.mode & 0o177 == 0 else {
            return .failure(.exposed(mode: ownership.mode & 0o777))
        }
        return .success(try file.readAll(limit: limit))
    }

    /// Writes a file of mode 0600 whole, or leaves the old one.
    static func replace(_ path: String, with bytes: [UInt8], world: World) throws(HubError) {
        let file = try PendingFile(for: path, world: world)
        do throws(HubError) {
            try file.descriptor.write(bytes)
            try file.commit()
        } catch {
            file.discard()
            throw error
        }
    }

    /// Makes a directory of mode 0700 with those above it that are missing.
    static func makeDirectory(_ path: String) throws(HubError) {
        do throws(Posix.Failure) {
            try makeDirectories(path)
        } catch {
            throw HubError(.localFailure, "\(quoted(path)) cannot be made: \(error.text).")
        }
    }

    /// Removes a file; `false` when there was none.
    static func remove(_ path: String) throws(HubError) -> Bool {
        do throws(Posix.Failure) {
            try Posix.removeFile(path)
            return true
        } catch {
            if error.isMissing { return false }
            throw HubError(.localFailure, "\(quoted(path)) cannot be removed: \(error.text).")
        }
    }

    static func quoted(_ path: String) -> String { "'" + VisibleText.show(path, limit: 200) + "'" }

    private static func makeDirectories(_ path: String) throws(Posix.Failure) {
        do throws(Posix.Failure) {
            try Posix.makeDirectory(path)
        } catch {
            if error.isPresent { return }
            guard error.isMissing, let slash = path.lastIndex(of: "/"), slash != path.startIndex else { throw error }
            try makeDirectories(String(path[..<slash]))
            try Posix.makeDirectory(path)
        }
    }
}
