import Foundation
import HubModel
import Transport

/// `context.json` in the state directory: how a client on this machine reaches the server.
struct ContextFile: Codable, Equatable, Sendable {
    var server: String
    /// Absent where the certificate comes from configured files.
    var caCertificate: String?
    var token: String
    var hub: String

    /// Writes the file whole, for the owner's eyes only.
    func write(to directory: String) throws(HubError) {
        let bytes = try RestJSON.encode(self)
        do throws(StateFile.Failure) {
            try StateFile.replace(directory + "/" + StateLocation.contextFileName, with: bytes, mode: 0o600)
        } catch {
            throw HubError(.serverError, "The file \(error.path) cannot be written: \(error.reason).")
        }
    }

    /// Brings server and CA up to date, as ports and domains change between starts.
    ///
    /// A file that somebody removed or changed beyond recognition is left as it is: the token in it is theirs.
    static func refresh(in directory: String, server: String, caCertificate: String?) throws(HubError) {
        let path = directory + "/" + StateLocation.contextFileName
        guard let bytes = FileManager.default.contents(atPath: path),
            var context = try? JSONDecoder().decode(ContextFile.self, from: bytes)
        else { return }
        let old = context
        context.server = server
        context.caCertificate = caCertificate
        if context != old { try context.write(to: directory) }
    }
}
