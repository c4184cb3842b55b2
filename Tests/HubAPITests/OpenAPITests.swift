import HTTPTypes
import HubAPI
import HubModel
import TestSupport
import Testing
import Yams

@Suite struct OpenAPITests {
    @Test func `what is served is described and what is described is served`() async throws {
        let document = try OpenAPIDocument()
        let operations = document.operations()
        let routes = try await API().responder.routes
        func lines(_ lines: [(String, String, String)]) -> [String] { lines.map { "\($0) \($1) \($2)" }.sorted() }
        #expect(
            lines(operations.map { ($0.method, $0.template, $0.id) })
                == lines(routes.map { ($0.method, $0.template, $0.operationID) })
        )
        let byID = Dictionary(uniqueKeysWithValues: routes.map { ($0.operationID, $0) })
        for operation in operations {
            let route = try #require(byID[operation.id])
            func parameters(in place: String) -> [String] {
                operation.parameters.filter { $0["in"]?.string == place }.compactMap { $0["name"]?.string }
            }
            #expect(parameters(in: "query").sorted() == route.query.sorted(), "\(operation.id)")
            let inPath = route.template.split(separator: "/").filter { $0.hasPrefix("{") }.map {
                $0.dropFirst().dropLast()
            }
            #expect(parameters(in: "path") == inPath.map(String.init), "\(operation.id)")
            #expect((operation.node["security"]?.sequence?.isEmpty != true) == route.needsToken, "\(operation.id)")
            let body = operation.node["requestBody"].map(document.resolved)
            #expect(body?["content"]?.names ?? [] == route.mediaTypes, "\(operation.id)")
        }
    }

    @Test func `error codes are those of the catalogue`() throws {
        let document = try OpenAPIDocument()
        let described = document.root["components"]?["schemas"]?["ErrorCode"]?["enum"]?.sequence?.compactMap(\.string)
        #expect(described == ErrorCode.allCases.filter { $0.httpStatus != nil }.map(\.rawValue))
    }

    @Test func `each operation tells the answers that its kind has`() throws {
        let document = try OpenAPIDocument()
        for operation in document.operations() {
            let statuses = Set(operation.node["responses"]?.names ?? [])
            func has(_ status: String) -> Bool { statuses.contains(status) }
            let fields = operation.parameters.filter { $0["in"]?.string == "header" }.compactMap { $0["name"]?.string }
            let isOpen = operation.node["security"]?.sequence?.isEmpty == true
            #expect(has("default"), "\(operation.id)")
            #expect(has("401") == !isOpen, "\(operation.id)")
            #expect(has("304") == fields.contains("If-None-Match"), "\(operation.id)")
            #expect(has("412") == fields.contains("If-Match"), "\(operation.id)")
            #expect(has("415") == (operation.node["requestBody"] != nil), "\(operation.id)")
            if operation.template.contains("{") { #expect(has("404"), "\(operation.id)") }
        }
    }

    @Test func `every reference leads somewhere`() throws {
        let document = try OpenAPIDocument()
        func walk(_ node: Node) {
            _ = document.resolved(node)
            for (_, value) in node.mapping ?? [:] { walk(value) }
            for value in node.sequence ?? [] { walk(value) }
        }
        walk(document.root)
    }

    /// What an example leaves open: the values that earlier answers gave.
    private func path(
        _ operation: OpenAPIDocument.Operation,
        _ known: [String: String],
        _ document: OpenAPIDocument
    ) -> String {
        var path = operation.template
        var query: [String] = []
        for parameter in operation.parameters {
            let name = parameter["name"]?.string ?? ""
            let example = parameter["example"]?.scalar?.string
            switch parameter["in"]?.string {
            case "path":
                let value = example ?? known[operation.template.hasPrefix("/v1/tokens") ? "token" : name] ?? "missing"
                path = path.replacing("{\(name)}", with: PercentCoding.encode(value))
            case "query":
                if let example { query.append("\(name)=\(PercentCoding.encode(example))") }
            default: break
            }
        }
        return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
    }

    /// The body of `verifyCertificate`, signed by the CA of the example of `createCertificate`.
    private func proof(of code: VerificationCode, _ document: OpenAPIDocument) throws -> String {
        let creation = document.operations().first { $0.id == "createCertificate" }?.node["requestBody"]
        let content = creation?["content"]?["application/json"]
        let pem = content?["examples"]?["plant"]?["value"]?["certificate"]?.string
        let authority = try TestAuthority.documented(pem: #require(pem))
        let proof = CertificateVerification(certificate: try authority.issue(code.verificationCode).pem)
        return String(decoding: try RestJSON.encode(proof), as: UTF8.self)
    }

    @Test func `the examples can be sent in their order and are answered as described`() async throws {
        let document = try OpenAPIDocument()
        let schemas = SchemaCheck(document: document)
        let api = try await API()
        var known: [String: String] = [:]
        let needingDevice = ["openStream", "getStream", "closeStream"]
        var sent = 0
        // The answer of a tail has no end; LogTailTests and StreamTailTests read it.
        let operations = document.operations().filter { !["tailLogs", "followStreams"].contains($0.id) }
        for operation in operations {
            let body = operation.node["requestBody"].map(document.resolved)
            let contents = body?["content"]?.mapping.map(Array.init) ?? []
            var requests: [(type: String, body: String)?] = contents.flatMap { type, content in
                (content["examples"]?.mapping.map(Array.init) ?? []).map { _, example in
                    let value = document.resolved(example)["value"] ?? Node("")
                    return (type.string ?? "", value.scalar?.string ?? SchemaCheck.json(value))
                }
            }
            if requests.isEmpty { requests = [nil] }
            // A code is random, so the example of its proof fits no code but that of the example.
            if let proof = known["proof"], operation.id == "verifyCertificate" {
                requests = [("application/json", proof)]
            }
            for request in requests {
                let method = try #require(HTTPRequest.Method(rawValue: operation.method))
                let answer = try await api.send(
                    method,
                    path(operation, known, document),
                    request?.body,
                    fields: request.map { [(.contentType, $0.type)] } ?? []
                )
                sent += 1
                // No device is connected here, and the description says so.
                let isExpected = needingDevice.contains(operation.id) ? answer.status == 404 : answer.status < 300
                #expect(isExpected, "\(operation.id): \(answer.text)")
                if operation.id == "createToken" {
                    known["token"] = try answer.value(TokenResource.self, status: 201).id.text
                }
                if operation.id == "generateVerificationCode" {
                    known["proof"] = try proof(of: answer.value(VerificationCode.self), document)
                }
                try schemas.check(answer, operation)
            }
        }
        #expect(sent >= operations.count)
    }

    @Test func `the examples of answers are of the form that is described`() throws {
        let document = try OpenAPIDocument()
        let schemas = SchemaCheck(document: document)
        for operation in document.operations() {
            for (status, response) in operation.node["responses"]?.mapping ?? [:] {
                for (type, content) in document.resolved(response)["content"]?.mapping ?? [:] {
                    for (_, example) in content["examples"]?.mapping ?? [:] {
                        guard let value = document.resolved(example)["value"], let schema = content["schema"] else {
                            continue
                        }
                        let problems = schemas.problems(value, schema, at: "")
                        #expect(problems.isEmpty, "\(operation.id) \(status.string ?? "") \(type.string ?? "")")
                    }
                }
            }
        }
    }

    @Test func `errors are of the form that is described`() async throws {
        let document = try OpenAPIDocument()
        let schemas = SchemaCheck(document: document)
        let api = try await API()
        let schema = try #require(document.root["components"]?["schemas"]?["ErrorBody"])
        let patch = #"{"tags":{"a":"b"}}"#
        for answer in [
            try await api.send(.get, "/v1/hubs/hub", as: nil), try await api.send(.get, "/v1/hubs/none"),
            try await api.send(.put, "/v1/hubs/hub"), try await api.send(.get, "/v1/hubs/.."),
            try await api.send(.patch, "/v1/hubs/hub", patch, fields: [(.ifMatch, "\"x\"")]),
            try await api.send(.patch, "/v1/hubs/hub", "{\"x\":1}"),
            try await api.send(.get, "/healthz", as: nil, host: "example.com"),
        ] {
            let value = try #require(try Yams.compose(yaml: answer.text))
            #expect(schemas.problems(value, schema, at: "") == [])
        }
    }
}
