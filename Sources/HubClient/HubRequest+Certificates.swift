package import HubModel

/// CAs whose devices a hub lets in.
extension HubRequest {
    package static func listCertificates(_ hub: HubName, top: Int?) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "certificates", query: ["$top": top.map(String.init)])
    }

    package static func createCertificate(
        _ hub: HubName,
        _ creation: CertificateCreation
    ) throws(HubError) -> HubRequest {
        try HubRequest(.post, "hubs", hub.text, "certificates").sending(creation)
    }

    package static func showCertificate(_ hub: HubName, _ name: CertificateName) -> HubRequest {
        HubRequest(.get, "hubs", hub.text, "certificates", name.text)
    }

    package static func deleteCertificate(_ hub: HubName, _ name: CertificateName) -> HubRequest {
        HubRequest(.delete, "hubs", hub.text, "certificates", name.text)
    }

    package static func generateVerificationCode(_ hub: HubName, _ name: CertificateName) -> HubRequest {
        HubRequest(.post, "hubs", hub.text, "certificates", name.text, "generateVerificationCode")
    }

    package static func verifyCertificate(
        _ hub: HubName,
        _ name: CertificateName,
        _ verification: CertificateVerification
    ) throws(HubError) -> HubRequest {
        try HubRequest(.post, "hubs", hub.text, "certificates", name.text, "verify").sending(verification)
    }
}
