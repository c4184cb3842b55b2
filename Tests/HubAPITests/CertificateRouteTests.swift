import HTTPTypes
import HubModel
import TestSupport
import Testing

@Suite struct CertificateRouteTests {
    private let collection = "/v1/hubs/hub/certificates"

    private func body(_ value: some Encodable) throws -> String {
        String(decoding: try RestJSON.encode(value), as: UTF8.self)
    }

    @Test func `a CA is registered, proved and removed`() async throws {
        let api = try await API()
        let authority = try TestAuthority("Plant CA")
        let creation = CertificateCreation(name: try CertificateName("plant"), certificate: try authority.pem)
        let created = try await api.send(.post, collection, body(creation))
        let certificate = try created.value(CertificateResource.self, status: 201)
        #expect(created.fields[.location] == collection + "/plant")
        #expect(created.tag == "\"\(certificate.etag)\"")
        #expect(!certificate.isVerified)

        let asked = try await api.send(.post, collection + "/plant/generateVerificationCode")
        let code = try asked.value(VerificationCode.self).verificationCode
        #expect(asked.fields[.cacheControl] == "no-store")

        let proof = CertificateVerification(certificate: try authority.issue(code).pem)
        let stale = [(HTTPField.Name.ifMatch, "\"\(certificate.etag)\"")]
        let refused = try await api.send(.post, collection + "/plant/verify", body(proof), fields: stale)
        #expect(try refused.error().code == "PreconditionFailed")
        let verified = try await api.send(.post, collection + "/plant/verify", body(proof))
        #expect(try verified.value(CertificateResource.self).isVerified)
        let shown = try await api.send(.get, collection + "/plant")
        #expect(shown.body == verified.body)
        #expect(shown.tag == verified.tag)
        #expect(!shown.text.contains(code))

        #expect(try await api.send(.delete, collection + "/plant").status == 204)
        #expect(try await api.send(.get, collection + "/plant").error().code == "ResourceNotFound")
        #expect(try await api.send(.get, collection).value(Page<CertificateResource>.self).value == [])
    }

    @Test func `what proves nothing is 400, and 409 where no code is waiting`() async throws {
        let api = try await API()
        try await api.makeCertificate()
        let other = CertificateVerification(certificate: try TestAuthority("X").issue(APICertificate.code).pem)
        let wrong = try await api.send(.post, collection + "/ca/verify", body(other))
        #expect(wrong.status == 400)
        #expect(try wrong.error().target == "certificate")
        let proof = CertificateVerification(certificate: APICertificate.proof)
        #expect(try await api.send(.post, collection + "/ca/verify", body(proof)).status == 200)
        let again = try await api.send(.post, collection + "/ca/verify", body(proof))
        #expect(try again.error().code == "ResourceConflict")
    }

    @Test func `names and members outside the rules are 400`() async throws {
        let api = try await API()
        for (text, target) in [
            (#"{"name":"a b","certificate":"x"}"#, "name"), (#"{"name":"a"}"#, "certificate"),
            (#"{"name":"a","certificate":"x"}"#, "certificate"),
            (#"{"name":"a","certificate":"x","isVerified":true}"#, "isVerified"),
        ] {
            let answer = try await api.send(.post, collection, text)
            #expect(answer.status == 400)
            #expect(try answer.error().target == target)
        }
        #expect(try await api.send(.get, collection + "/a%20b").error().target == "name")
        #expect(try await api.send(.post, collection + "/none/generateVerificationCode").status == 404)
    }
}
