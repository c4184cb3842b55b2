import CLI
import HubModel
import JMESPath
import ServiceSDK
import StreamClient
import Transport

/// Carries out `doctor`: walks the way to a device, and stops where it ends.
struct DoctorProgram {
    private let plan: DoctorPlan
    private let session: Session

    init(_ plan: DoctorPlan, _ session: Session) {
        self.plan = plan
        self.session = session
    }

    func run() async throws -> Int32 {
        var report = DoctorReport()
        report.place = [
            ("checkedAt", .string(session.now.description)), ("version", .string(ProductVersion.text)),
        ]
        do throws(DoctorReport.Failure) {
            let way = try configured(&report)
            try await way.walk(&report)
            try await ask(way, &report)
        } catch {
            report.failed(error)
        }
        let value = report.json
        if let path = plan.report { try session.write(report: value, to: path) }
        var outcome = Outcome.value(value, DoctorReport.shape)
        if report.failure != nil { outcome.status = .problemsFound }
        return try session.show(outcome).rawValue
    }

    /// Server, hub and credential are there, and the files can be read.
    private func configured(_ report: inout DoctorReport) throws(DoctorReport.Failure) -> HubWay {
        let side: Session.ServiceSide
        do throws(HubError) {
            side = try session.serviceSide(hub: plan.hub)
        } catch {
            throw DoctorReport.Failure(stage: .configuration, error: error)
        }
        report.place += [
            ("server", .string(side.server)), ("hub", .string(side.hub.text)),
            ("device", plan.device.map { .string($0.text) } ?? .null),
            ("proxy", side.settings.proxy.map { .string("\($0.host):\($0.port)") } ?? .null),
        ]
        let client: ServiceClient
        do throws(ClientError) {
            client = try ServiceClient(
                server: side.server,
                hub: side.hub,
                token: side.token,
                settings: side.settings,
                RequestStyle(session)
            )
        } catch {
            throw DoctorReport.Failure(stage: .configuration, error: error.error)
        }
        let dialler: Dialler
        do throws(DialError) {
            dialler = try Dialler(side.settings)
        } catch {
            throw DoctorReport.Failure(stage: .configuration, error: error.hubError)
        }
        report.passed(.configuration)
        return HubWay(side: side, client: client, dialler: dialler)
    }

    /// What only somebody with a token learns.
    private func ask(_ way: HubWay, _ report: inout DoctorReport) async throws(DoctorReport.Failure) {
        let opener = plan.device.map { device in
            StreamOpener(plan.wish(for: device), way.client, hub: way.side.hub, timeout: session.timeout)
        }
        do throws(ClientError) {
            if let opener {
                try await opener.checkPresence()
            } else {
                _ = try await way.client.management.hub(way.side.hub)
            }
        } catch {
            let stage = DoctorReport.Stage(answer: error.code)
            throw DoctorReport.Failure(stage: stage, error: error.error, trackingID: error.trackingID)
        }
        report.passed(.token)
        guard let opener else { return }
        do throws(DoctorReport.Failure) {
            try await DeviceWay(opener: opener, service: plan.service).walk(&report)
        } catch {
            guard error.stage == .deviceJoin else { throw error }
            throw await DeviceWord(management: way.client.management, hub: way.side.hub, device: opener.wish.device)
                .explaining(error)
        }
    }
}

extension DoctorReport.Stage {
    /// What a refusal of the server is about.
    fileprivate init(answer code: ErrorCode) {
        switch code {
        case .deviceNotOnline, .deviceNotFound, .deviceDisabled: self = .controlChannel
        case .hubNotFound: self = .configuration
        case .serverUnreachable, .clientTimeout, .tlsTrustFailed, .responseNotUnderstood, .serverError,
            .serviceUnavailable:
            self = .hub
        default: self = .token
        }
    }
}
