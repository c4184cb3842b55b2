import HubModel
import HubStore

// What a setting may be.
extension DiagnosticSettingDirectory {
    /// Throws where the request is wrong by itself.
    func check(
        _ request: DiagnosticSettingRequest,
        _ name: DiagnosticSettingName,
        _ hub: HubName
    ) throws(HubError) {
        guard (name == .standard) == (request.destination == .local) else {
            throw HubError(
                .argumentInvalid,
                name == .standard
                    ? "The setting '\(name)' is the hub's own log; its destination is 'local'."
                    : "Only the setting '\(DiagnosticSettingName.standard)' has the destination 'local'.",
                target: "destination.kind"
            )
        }
        guard Set(request.categories).count == request.categories.count else {
            throw HubError(.argumentInvalid, "A category stands there twice.", target: "categories")
        }
        // Without a category, the hub's own log is off; another setting would be of no use.
        guard name == .standard || !request.categories.isEmpty else {
            throw HubError(
                .argumentInvalid,
                "The setting has no categories: "
                    + DiagnosticCategory.allCases.map(\.rawValue).joined(separator: ", ") + ".",
                target: "categories"
            )
        }
        guard request.secret == nil || request.destination.kind == .webhook else {
            throw HubError(.argumentInvalid, "Only webhooks have a secret.", target: "secret")
        }
        guard request.destination != .local else { return }
        // Whatever this server cannot have is said now, not when the first record comes.
        _ = try pumps.sink(hub, request.destination, request.secret)
    }

    /// Within the transaction.
    static func requirePlace(
        for request: DiagnosticSettingRequest,
        _ name: DiagnosticSettingName,
        among present: [DiagnosticSettingRow],
        _ hub: HubName
    ) throws(HubError) {
        let others = present.filter { $0.name != name }
        guard others.count < maximumCount else {
            throw HubError(
                .resourceConflict,
                "The hub '\(hub)' has \(others.count) diagnostic settings, and no hub has more.",
                target: "name",
                hint: "Delete one that is not needed any more."
            )
        }
        guard case .file(let file) = request.destination else { return }
        for other in others {
            guard case .file(let taken) = other.destination, taken.name == file.name else { continue }
            throw HubError(
                .resourceConflict,
                "The setting '\(other.name)' of the hub '\(hub)' writes to the file '\(file.name)' already.",
                target: "destination.name"
            )
        }
    }

    /// What batches are signed with from now on.
    static func secret(
        _ request: DiagnosticSettingRequest,
        keeping present: Secret?
    ) throws(HubError) -> Secret? {
        guard request.destination.kind == .webhook else { return nil }
        guard let secret = request.secret ?? present else {
            throw HubError(
                .argumentInvalid,
                "A webhook needs a secret, with which its batches are signed.",
                target: "secret"
            )
        }
        return secret
    }
}

extension Precondition {
    /// Throws unless the setting is as demanded; where any is demanded, one that is absent is not.
    func check(
        _ row: DiagnosticSettingRow?,
        of name: DiagnosticSettingName,
        _ hub: HubName
    ) throws(HubError) {
        guard let row else {
            guard self != .none else { return }
            throw HubError(
                .preconditionFailed,
                "The hub '\(hub)' has no diagnostic setting '\(name)'.",
                target: "If-Match"
            )
        }
        try check(row.etag)
    }
}
