import HTTPTypes
import HubControl
import HubModel

/// `/v1/hubs/{hub}/certificates`.
enum CertificateRoutes {
    private static let collection = "/v1/hubs/{hub}/certificates"
    private static let item = collection + "/{name}"

    static let all = [
        Route(.post, collection, "createCertificate", create),
        Route(.get, collection, "listCertificates", query: ListParameter.all, list),
        Route(.get, item, "getCertificate", get),
        Route(.delete, item, "deleteCertificate", delete),
        Route(.post, item + "/generateVerificationCode", "generateVerificationCode", body: Route.Body.none, generate),
        Route(.post, item + "/verify", "verifyCertificate", verify),
    ]

    @Sendable private static func create(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        let hub = try exchange.hub
        let certificate = try await exchange.control.certificates.create(
            caller,
            hub,
            exchange.decode(CertificateCreation.self)
        )
        return try .created(certificate, at: ["v1", "hubs", hub.text, "certificates", certificate.name.text])
    }

    @Sendable private static func list(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.reply(exchange.control.certificates.list(caller, exchange.hub, exchange.page()))
    }

    @Sendable private static func get(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(exchange.control.certificates.get(caller, exchange.hub, name(exchange)))
    }

    @Sendable private static func delete(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await exchange.control.certificates.delete(
            caller,
            exchange.hub,
            name(exchange),
            exchange.fields.precondition()
        )
        return .noContent
    }

    @Sendable private static func generate(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .secret(
            exchange.control.certificates.generateVerificationCode(
                caller,
                exchange.hub,
                name(exchange),
                exchange.fields.precondition()
            )
        )
    }

    @Sendable private static func verify(_ exchange: Exchange, _ caller: Caller) async throws(HubError) -> Reply {
        try await .resource(
            exchange.control.certificates.verify(
                caller,
                exchange.hub,
                name(exchange),
                exchange.decode(CertificateVerification.self),
                exchange.fields.precondition()
            )
        )
    }

    private static func name(_ exchange: Exchange) throws(HubError) -> CertificateName {
        try exchange.id(CertificateName.self, target: "name")
    }
}
