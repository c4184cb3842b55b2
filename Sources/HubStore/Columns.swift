import GRDB
import HubModel

/// How values of ours stand in columns, and how they are read back.
extension Row {
    /// A column that is never null.
    func need<Value: DatabaseValueConvertible>(_ column: String, _: Value.Type = Value.self) throws(HubError) -> Value {
        guard let value = Value.fromDatabaseValue(dbValue(column)) else { throw StoreFailure.damaged(column) }
        return value
    }

    /// A column that may be null.
    func may<Value: DatabaseValueConvertible>(_ column: String, _: Value.Type = Value.self) throws(HubError) -> Value? {
        let value = dbValue(column)
        if value.isNull { return nil }
        guard let read = Value.fromDatabaseValue(value) else { throw StoreFailure.damaged(column) }
        return read
    }

    func time(_ column: String) throws(HubError) -> Timestamp {
        Timestamp(milliseconds: try need(column))
    }

    func mayTime(_ column: String) throws(HubError) -> Timestamp? {
        try may(column, Int64.self).map(Timestamp.init(milliseconds:))
    }

    /// A column that holds one of a few words.
    func word<Value: RawRepresentable>(_ column: String) throws(HubError) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: try need(column)) else { throw StoreFailure.damaged(column) }
        return value
    }

    /// A column that holds a checked name.
    func name<Value: Identifier>(_ column: String) throws(HubError) -> Value {
        Value(checked: try need(column))
    }

    func mayName<Value: Identifier>(_ column: String) throws(HubError) -> Value? {
        try may(column, String.self).map(Value.init(checked:))
    }

    /// A column that holds JSON.
    func json<Value: Decodable>(_ column: String) throws(HubError) -> Value {
        let text: String = try need(column)
        do {
            return try RestJSON.decode(Value.self, from: text.utf8)
        } catch {
            throw StoreFailure.damaged(column)
        }
    }

    func mayJSON<Value: Decodable>(_ column: String) throws(HubError) -> Value? {
        if dbValue(column).isNull { return nil }
        return try json(column) as Value
    }

    private func dbValue(_ column: String) -> DatabaseValue {
        (self[column] as DatabaseValue?) ?? .null
    }
}

/// JSON for a column.
func jsonColumn(_ value: some Encodable) throws(HubError) -> String {
    String(decoding: try RestJSON.encode(value), as: UTF8.self)
}
