import CLI
import HubClient
import HubModel
import JMESPath
import NIOPosix
import ServiceSDK
import StreamClient
import Transport

/// The part of the way from this machine to the hub: looked at without the token, as far as its page.
struct HubWay {
    let side: Session.ServiceSide
    let client: ServiceClient
    let dialler: Dialler

    func walk(_ report: inout DoctorReport) async throws(DoctorReport.Failure) {
        let target: DialTarget
        do throws(HubError) {
            target = try firstTarget
        } catch {
            throw DoctorReport.Failure(stage: .configuration, error: error)
        }
        if side.settings.proxy?.applies(to: target.host) != true { report[.proxy] = .notNeeded }
        let sight: EndpointSight
        do throws(DialError) {
            sight = try await look(at: target)
        } catch {
            sight = try await lookAgain(after: error, at: target)
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

    /// The hub's main endpoint as it follows from the server's name; the server itself where that is an address.
    private var firstTarget: DialTarget {
        get throws(HubError) {
            let url = try ServerURL(side.server)
            let isPlain = url.host == "localhost" || url.host.hasPrefix("[") || url.host.last?.isNumber == true
            let isMain = isPlain || url.host.hasPrefix(side.hub.key + ".")
            return DialTarget(host: isMain ? url.bareHost : side.hub.key + "." + url.host, port: url.port)
        }
    }

    private func look(at target: DialTarget) async throws(DialError) -> EndpointSight {
        try await dialler.look(at: target, on: MultiThreadedEventLoopGroup.singleton.next()).dialled()
    }

    /// Looks where the server says that the hub is, if that is elsewhere; throws where the way really ends.
    ///
    /// A server by its address has a certificate with constraints on addresses, which libcurl takes and BoringSSL does
    /// not; devices and streams never go there.
    private func lookAgain(
        after error: DialError,
        at target: DialTarget
    ) async throws(DoctorReport.Failure) -> EndpointSight {
        var told: DialTarget?
        if error.stage == .resolve || error.stage == .tls { told = try await mainEndpoint() }
        if let told, told.host != target.host {
            // Where that fails, too, the first reason counts: it is about what was configured.
            if let sight = try? await look(at: told) { return sight }
        }
        var problem = error.hubError
        problem.hint = Self.remedy(error, target)
        if error.stage == .tls, error.reason == .untrustedCertificate {
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            // The reason stands without the certificate, too.
            if let shown = try? await dialler.certificate(of: target, on: loop).get() {
                problem.message = SightProblem.certificate(
                    shown,
                    host: target.host,
                    port: target.port,
                    isTrustProven: told != nil
                )
                problem.hint = SightProblem.remedy(shown, host: target.host)
            }
        }
        throw DoctorReport.Failure(stage: DoctorReport.Stage(error.stage), error: problem)
    }

    /// Where the server says that the hub is; `nil` where it says nothing.
    ///
    /// A hub that it does not know has neither a name nor a certificate, which is why it is asked at all.
    private func mainEndpoint() async throws(DoctorReport.Failure) -> DialTarget? {
        let hub: HubResource
        do throws(ClientError) {
            hub = try await client.management.hub(side.hub)
        } catch {
            guard error.code == .hubNotFound else { return nil }
            throw DoctorReport.Failure(stage: .configuration, error: error.error, trackingID: error.trackingID)
        }
        // A name that is none leads nowhere.
        guard let url = try? ServerURL(hub.properties.hostName, target: "hostName") else { return nil }
        return DialTarget(host: url.bareHost, port: url.port)
    }

    /// What to do where a dial ends; the catalogue's advice where it is `nil`.
    private static func remedy(_ error: DialError, _ target: DialTarget) -> String? {
        switch error.stage {
        case .resolve: "Correct the name, or DNS; for a try: --resolve \(error.host):\(error.port):ADDRESS"
        case .proxy:
            error.reason == .proxyAuthentication
                ? "Give the proxy's user name and password: --proxy http://USER:PASSWORD@\(error.host):\(error.port)"
                : "Have CONNECT to \(target.host):\(target.port) allowed at the proxy \(error.host):\(error.port)."
        case .connect, .tls, .upgrade: nil
        }
    }
}

extension DoctorReport.Stage {
    /// Where a dial to the hub ended.
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
