import GRDB
package import HubModel

/// What a device last reported of the way to the endpoints.
package struct EndpointReportRow: Equatable, Sendable {
    /// What is kept as JSON.
    package struct Content: Codable, Equatable, Sendable {
        /// The list that the device was asked about.
        package var version: AllowlistVersion
        package var checks: [EndpointCheck]

        package init(version: AllowlistVersion, checks: [EndpointCheck]) {
            self.version = version
            self.checks = checks
        }
    }

    package var reportedAt: Timestamp
    package var content: Content

    package init(reportedAt: Timestamp, content: Content) {
        self.reportedAt = reportedAt
        self.content = content
    }
}

extension StoreQueries {
    /// Devices from `first` on, by id in byte order, each with its report where there is one; only `first` itself where
    /// `isAlone`.
    package func endpointReports(
        hub: Int64,
        from first: DeviceID?,
        isAlone: Bool,
        limit: Int
    ) throws(HubError) -> [(device: DeviceID, report: EndpointReportRow?)] {
        try connection.rows(
            """
            SELECT d.device_id, r.reported_at, r.report FROM devices d
            LEFT JOIN endpoint_reports r ON r.hub_id = d.hub_id AND r.device_id = d.device_id
            WHERE d.hub_id = $1 AND d.device_id \(isAlone ? "=" : ">=") $2 ORDER BY d.device_id LIMIT $3
            """,
            [hub, first?.text ?? "", limit]
        ) { row in
            let report = try row.mayTime("reported_at").map { time throws(HubError) in
                EndpointReportRow(reportedAt: time, content: try row.json("report"))
            }
            return (try row.name("device_id"), report)
        }
    }
}

extension Writing {
    /// Writes a device's report in the place of an earlier one; the device is there.
    package func setEndpointReport(hub: Int64, _ device: DeviceID, _ row: EndpointReportRow) throws(HubError) {
        try connection.execute(
            """
            INSERT INTO endpoint_reports (hub_id, device_id, reported_at, report) VALUES ($1, $2, $3, $4)
            ON CONFLICT (hub_id, device_id) DO UPDATE SET reported_at = excluded.reported_at, report = excluded.report
            """,
            [hub, device.text, row.reportedAt.milliseconds, jsonColumn(row.content)]
        )
    }
}
