/// What an import does with a device that exists, and with one that does not.
public enum ImportMode: String, CaseIterable, Sendable {
    /// Changes the one and makes the other.
    case createOrUpdate
    /// Makes new devices; one that exists is an error of its line.
    case create
    /// Changes devices that exist; one that does not is an error of its line.
    case update
}
