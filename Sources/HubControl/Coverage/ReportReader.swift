import HubModel
import StreamCore

/// Reads what a device says of the endpoints that it was asked about; nothing of it is believed beyond its form.
enum ReportReader {
    /// Enough for a sentence or two on each step.
    static let maximumDetailLength = 500
    static let maximumIssuerLength = 200
    /// Clocks that differ by more are set wrong, and nobody counts the seconds.
    static let maximumSkewSeconds = 10 * 365 * 86_400

    /// The checks, of endpoints that were asked about, each once; those that are left out were not tested.
    ///
    /// Throws what the device's status means, and `ResponseNotUnderstood` for what is no report.
    static func checks(
        in answer: DeviceCalls.Answer,
        from device: DeviceID,
        of endpoints: [AllowlistEndpoint]
    ) throws(HubError) -> [EndpointCheck] {
        switch answer.status {
        case EndpointCheckTopic.reported: break
        case EndpointCheckTopic.busy:
            throw HubError(.throttling, "Device '\(device)' tests its way to the endpoints already.")
        default:
            throw HubError(
                .responseNotUnderstood,
                "Device '\(device)' answered the question for a report with status \(answer.status)."
            )
        }
        let report: EndpointCheckReport
        do throws(HubError) {
            report = try RestJSON.decode(EndpointCheckReport.self, from: answer.payload)
        } catch {
            throw HubError(
                .responseNotUnderstood,
                "The report of device '\(device)' was not understood: \(error.message)"
            )
        }
        return endpoints.map { endpoint in
            let check = report.value.first {
                $0.id == endpoint.record.id && $0.host == endpoint.host && $0.port == endpoint.port
            }
            return shown(check ?? untested(endpoint))
        }
    }

    private static func untested(_ endpoint: AllowlistEndpoint) -> EndpointCheck {
        EndpointCheck(
            id: endpoint.record.id,
            host: endpoint.host,
            port: endpoint.port,
            checks: EndpointSteps(
                dns: .notTested,
                tcp: .notTested,
                proxy: .notTested,
                tls: .notTested,
                http: .notTested,
                webSocket: .notTested,
                clock: .notTested
            )
        )
    }

    /// Its words are those of a peer.
    private static func shown(_ check: EndpointCheck) -> EndpointCheck {
        var check = check
        check.issuer = check.issuer.map { VisibleText.show($0, limit: maximumIssuerLength) }
        check.detail = check.detail.map { VisibleText.show($0, limit: maximumDetailLength) }
        check.clockSkewSeconds = check.clockSkewSeconds.map {
            min(max($0, -maximumSkewSeconds), maximumSkewSeconds)
        }
        return check
    }
}
