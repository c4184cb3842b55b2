import Foundation
import GRDB
import HubModel

extension KeySlot {
    var columnName: String {
        switch self {
        case .primary: "primary_key"
        case .secondary: "secondary_key"
        }
    }
}

extension Row {
    /// The sealed keys of a row; `nil` where it has none.
    func keys(of owner: KeySealer.Owner, _ sealer: KeySealer) throws(HubError) -> KeyPair? {
        guard let primary = try may(KeySlot.primary.columnName, Data.self),
            let secondary = try may(KeySlot.secondary.columnName, Data.self)
        else { return nil }
        return KeyPair(
            primaryKey: try sealer.open(Array(primary), of: owner, .primary),
            secondaryKey: try sealer.open(Array(secondary), of: owner, .secondary)
        )
    }
}

/// Bytes for a column.
func column(_ bytes: [UInt8]) -> Data { Data(bytes) }
