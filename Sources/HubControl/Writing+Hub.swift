import HubModel
import HubStore

extension Writing {
    /// The hub of that name; throws `HubNotFound` where there is none.
    ///
    /// Within the transaction, because a hub that is removed meanwhile must not get a row.
    func existingHub(_ name: HubName) throws(HubError) -> HubRow {
        guard let row = try hub(name) else { throw .noHub(name) }
        return row
    }
}
