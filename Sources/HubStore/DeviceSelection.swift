import HubModel

/// The query for a page of devices: the narrowest index that answers the filter, and the rest checked on its rows.
struct DeviceSelection {
    let sql: String
    let values: [StoreConnection.Value]

    /// The last character of the alphabet of device ids is `z`; nothing that begins with a prefix comes after this.
    private static let afterAll = "\u{7F}"

    init(hub: Int64, _ filter: DeviceFilter, after: DeviceID?, limit: Int) {
        var values: [StoreConnection.Value] = []
        func placeholder(_ value: StoreConnection.Value) -> String {
            values.append(value)
            return "$\(values.count)"
        }
        // `+column` keeps SQLite from choosing an index by that column: a page along the id must not be sorted.
        let source: String
        var conditions: [String]
        let key: String
        if let tag = filter.tag {
            key = "t.device_id"
            let index = tag.value == nil ? "device_tags_by_name" : "device_tags_by_value"
            source =
                "device_tags t INDEXED BY \(index) CROSS JOIN devices d ON d.hub_id = t.hub_id "
                + "AND d.device_id = t.device_id"
            conditions = ["t.hub_id = \(placeholder(hub))", "t.name = \(placeholder(tag.name))"]
            if let value = tag.value { conditions.append("t.value = \(placeholder(value))") }
            if let status = filter.status { conditions.append("+d.status = \(placeholder(status.rawValue))") }
            if let state = filter.connectionState {
                conditions.append("+d.connection_state = \(placeholder(state.rawValue))")
            }
        } else {
            key = "d.device_id"
            conditions = ["d.hub_id = \(placeholder(hub))"]
            switch (filter.connectionState, filter.status) {
            case (let state?, let status):
                source = "devices d INDEXED BY devices_by_connection_state"
                conditions.append("d.connection_state = \(placeholder(state.rawValue))")
                if let status { conditions.append("+d.status = \(placeholder(status.rawValue))") }
            case (nil, let status?):
                source = "devices d INDEXED BY devices_by_status"
                conditions.append("d.status = \(placeholder(status.rawValue))")
            case (nil, nil): source = "devices d"
            }
        }
        if let prefix = filter.prefix, !prefix.isEmpty {
            conditions.append("\(key) >= \(placeholder(prefix))")
            conditions.append("\(key) < \(placeholder(prefix + Self.afterAll))")
        }
        if let after { conditions.append("\(key) > \(placeholder(after.text))") }
        sql =
            "SELECT \(DeviceRow.columns) FROM \(source) WHERE \(conditions.joined(separator: " AND ")) "
            + "ORDER BY \(key) LIMIT \(placeholder(limit))"
        self.values = values
    }

    /// The number of devices that match a filter of states alone, counted along the index that answers it.
    init(counting hub: Int64, _ filter: DeviceFilter) {
        var conditions = ["hub_id = $1"]
        values = [hub] + [filter.connectionState?.rawValue, filter.status?.rawValue].compactMap { $0 }
        for column in [filter.connectionState.map { _ in "connection_state" }, filter.status.map { _ in "status" }] {
            if let column { conditions.append("\(column) = $\(conditions.count + 1)") }
        }
        sql = "SELECT COUNT(*) AS count FROM devices WHERE \(conditions.joined(separator: " AND "))"
    }
}
