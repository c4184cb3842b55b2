import HubModel
import Transport

/// What is wrong with what an endpoint showed, in whole sentences; `nil` where nothing is.
enum SightProblem {
    /// `isTrustProven`: the same CAs were good for another connection, so that they are the right ones.
    static func certificate(_ shown: SeenCertificate, host: String, port: Int, isTrustProven: Bool) -> String {
        let place = "\(VisibleText.show(host, limit: 260)):\(port)"
        let signer = "'\(VisibleText.show(shown.issuer, limit: 200))'"
        if !shown.covers(host) {
            return "Another server answers at \(place): its certificate, signed by \(signer), is for other names."
        }
        if shown.namesTrustedIssuer {
            return "The certificate of \(place), signed by \(signer), does not hold: it is not valid now, or that CA "
                + "was made anew."
        }
        if isTrustProven {
            return "TLS is intercepted on the way to \(place): \(signer), which is not trusted, signed the certificate."
        }
        return "The certificate of \(place) is signed by \(signer), which is not trusted: TLS is intercepted on the "
            + "way, or the hub has another CA than those given."
    }

    /// What to do about it.
    static func remedy(_ shown: SeenCertificate, host: String) -> String {
        let login = "devicestream login --server URL --ca-fingerprint sha256:…"
        if !shown.covers(host) { return "Correct where the name leads: DNS, --resolve, or the proxy." }
        if shown.namesTrustedIssuer { return "Set the clocks here and there; where the CA was made anew: \(login)" }
        return "Have \(host) excepted from TLS inspection; where it is the hub's own CA: \(login)"
    }

    static func http(_ answer: EndpointSight.Answer) -> String? {
        switch answer {
        case .none(let reason): reason
        case .status(let status, isOfHub: false, _):
            "What answered \(status) there is no hub: the answer has no x-ms-request-id."
        case .status(let status, isOfHub: true, _):
            status >= 500 ? "The endpoint answered \(status) to a request for its page." : nil
        }
    }

    /// `skew`: by how much the endpoint's clock is ahead.
    static func clock(_ skew: Duration) -> String? {
        let difference = skew < .zero ? .zero - skew : skew
        guard difference > EndpointSight.allowedSkew else { return nil }
        return
            "The clock of this machine is \(difference.components.seconds) s \(skew > .zero ? "behind" : "ahead of") "
            + "that of the endpoint; \(EndpointSight.allowedSkew.components.seconds) s are allowed."
    }
}
