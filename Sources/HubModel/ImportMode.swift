/// What an import does with a device that exists, and with one that does not.
package enum ImportMode: String, CaseIterable, Sendable {
    case createOrUpdate, create, update
}
