import CLI
import HubClient
import HubModel
import JMESPath
import NIOPosix
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
            let side = try configured(&report)
            try await reach(side, &report)
            try await ask(side, &report)
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
    private func configured(_ report: inout DoctorReport) throws(DoctorReport.Failure) -> Session.ServiceSide {
        do throws(HubError) {
            let side = try session.serviceSide(hub: plan.hub)
            report.place += [
                ("server", .string(side.server)), ("hub", .string(side.hub.text)),
                ("device", plan.device.map { .string($0.text) } ?? .null),
                ("proxy", side.settings.proxy.map { .string("\($0.host):\($0.port)") } ?? .null),
            ]
            return side
        } catch {
            throw DoctorReport.Failure(stage: .configuration, error: error)
        }
    }

    /// The way to the server, up to its page.
    private func reach(
        _ side: Session.ServiceSide,
        _ report: inout DoctorReport
    ) async throws(DoctorReport.Failure) {
        let url: ServerURL
        let dialler: Dialler
        do {
            url = try ServerURL(side.server)
            dialler = try Dialler(side.settings)
        } catch let error as DialError {
            throw DoctorReport.Failure(stage: .configuration, error: error.hubError)
        } catch {
            let error = error as? HubError ?? HubError(.usage, "The server's URL cannot be used.")
            throw DoctorReport.Failure(stage: .configuration, error: error)
        }
        let target = DialTarget(host: url.mainHost(of: side.hub), port: url.port)
        report.passed(.configuration)
        if side.settings.proxy?.applies(to: target.host) != true { report[.proxy] = .notNeeded }
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let sight: EndpointSight
        do throws(DialError) {
            sight = try await dialler.look(at: target, on: loop).dialled()
        } catch {
            var problem = error.hubError
            if error.stage == .tls, error.reason == .untrustedCertificate,
                let shown = try? await dialler.certificate(of: target, on: loop).get()
            {
                problem.message = SightProblem.certificate(
                    shown,
                    host: target.host,
                    port: target.port,
                    isTrustProven: false
                )
            }
            if let missing = await missingHub(side) { throw missing }
            throw DoctorReport.Failure(stage: DoctorReport.Stage(error.stage), error: problem)
        }
        report.passed(.tls)
        report.place.append(("issuer", sight.certificate.map { .string($0.issuer) } ?? .null))
        if case .status(_, _, let skew?) = sight.answer {
            if let problem = SightProblem.clock(skew) {
                throw DoctorReport.Failure(
                    stage: .clock,
                    error: HubError(.localFailure, problem, hint: "Set the clock, and keep it right with NTP.")
                )
            }
        } else {
            report[.clock] = .notTested
        }
        if let problem = SightProblem.http(sight.answer) {
            throw DoctorReport.Failure(stage: .hub, error: HubError(.responseNotUnderstood, problem))
        }
        report.passed(.hub)
    }

    /// What only somebody with a token learns.
    private func ask(_ side: Session.ServiceSide, _ report: inout DoctorReport) async throws(DoctorReport.Failure) {
        guard let device = plan.device else {
            do throws(ClientError) {
                try await showHub(side)
            } catch {
                throw DoctorReport.Failure(stage: .token, error: error.error, trackingID: error.trackingID)
            }
            return report.passed(.token)
        }
        let opener: StreamOpener
        do {
            opener = try StreamOpener(plan.wish(for: device), session)
        } catch {
            let error = error as? HubError ?? HubError(.usage, "The settings cannot be used.")
            throw DoctorReport.Failure(stage: .configuration, error: error)
        }
        do throws(ClientError) {
            try await opener.checkPresence()
        } catch {
            let stage: DoctorReport.Stage = error.code == .deviceNotOnline ? .controlChannel : .token
            throw DoctorReport.Failure(stage: stage, error: error.error, trackingID: error.trackingID)
        }
        report.passed(.token)
        try await DeviceWay(opener: opener, service: plan.service).walk(&report)
    }
}

extension DoctorProgram {
    private func showHub(_ side: Session.ServiceSide) async throws(ClientError) {
        let client = try ServiceClient(
            server: side.server,
            hub: side.hub,
            token: side.token,
            settings: side.settings,
            RequestStyle(session)
        )
        _ = try await client.management.hub(side.hub)
    }

    /// A hub that the server does not know has neither name nor certificate, and the server says so.
    private func missingHub(_ side: Session.ServiceSide) async -> DoctorReport.Failure? {
        do throws(ClientError) {
            try await showHub(side)
            return nil
        } catch {
            guard error.code == .hubNotFound else { return nil }
            return DoctorReport.Failure(stage: .configuration, error: error.error, trackingID: error.trackingID)
        }
    }
}

extension ServerURL {
    /// The host of a hub's main endpoint; the server's own where that is known by no name of a domain.
    fileprivate func mainHost(of hub: HubName) -> String {
        let isPlain = host == "localhost" || host.hasPrefix("[") || host.last?.isNumber == true
        return isPlain || host.hasPrefix(hub.key + ".") ? bareHost : hub.key + "." + host
    }
}

extension DoctorReport.Stage {
    /// Where a dial to the server ended.
    init(_ stage: DialError.Stage) {
        self =
            switch stage {
            case .resolve: .dns
            case .connect: .tcp
            case .proxy: .proxy
            case .tls: .tls
            case .upgrade: .hub
            }
    }
}
