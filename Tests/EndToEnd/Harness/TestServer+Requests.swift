import Foundation

/// Whose token a request bears.
enum Bearer {
    case owner
    case nobody
    case token(String)
}

extension TestServer {
    /// Sends a request with curl.
    ///
    /// The path goes out as it is; `fields` are header lines.
    func request(
        _ method: String,
        _ path: String,
        json: String? = nil,
        body: (type: String, bytes: [UInt8])? = nil,
        as bearer: Bearer = .owner,
        fields: [String] = [],
        arguments: [String] = []
    ) throws -> HTTPReply {
        var all = [
            "--silent", "--show-error", "--include", "--path-as-is", "--globoff", "--http1.1", "--noproxy", "*",
            "--cacert", caFile, "--max-time", "50", "--header", "Expect:",
        ]
        if method == "HEAD" { all.append("--head") } else { all += ["--request", method] }
        switch bearer {
        case .owner: all += ["--header", "Authorization: Bearer \(try ownerToken())"]
        case .token(let token): all += ["--header", "Authorization: Bearer \(token)"]
        case .nobody: break
        }
        let content = json.map { ("application/json", Array($0.utf8)) } ?? body.map { ($0.type, $0.bytes) }
        if let content { all += ["--header", "Content-Type: \(content.0)", "--data-binary", "@-"] }
        for field in fields { all += ["--header", field] }
        all += arguments + [path.hasPrefix("https://") ? path : origin + path]
        let run = try ProgramRun.run(
            "curl",
            all,
            environment: Spawn.environment(home: files.path),
            input: content?.1 ?? []
        )
        guard let reply = HTTPReply(run.outputBytes) else {
            throw RunningProgram.Failure(description: "no response to \(method) \(path): \(run)")
        }
        return reply
    }

    func get(_ path: String, as bearer: Bearer = .owner, fields: [String] = []) throws -> HTTPReply {
        try request("GET", path, as: bearer, fields: fields)
    }

    /// Imports lines of JSON and returns the report.
    func importDevices(_ lines: [String], as bearer: Bearer = .owner) throws -> HTTPReply {
        try request(
            "POST",
            "/v1/hubs/hub/deviceImport",
            body: ("application/x-ndjson", Array(lines.map { $0 + "\n" }.joined().utf8)),
            as: bearer
        )
    }

    /// A token with a role; the members are JSON to add, such as `"hubs":["hub"]`.
    func token(_ role: String, _ members: String...) throws -> String {
        let json = "{" + (["\"name\":\"\(role)\"", "\"role\":\"\(role)\""] + members).joined(separator: ",") + "}"
        let reply = try request("POST", "/v1/tokens", json: json)
        guard reply.status == 201, let token = reply.json["token"]?.text else {
            throw RunningProgram.Failure(description: "no token was made: \(reply)")
        }
        return token
    }

    /// The ids of all devices, page after page of the REST API; `between` is called after each page.
    func deviceIDs(top: Int, between: (Int) throws -> Void = { _ in }) throws -> [String] {
        var ids: [String] = []
        var next: String? = "/v1/hubs/hub/devices?$top=\(top)"
        var pages = 0
        while let path = next {
            let page = try get(path)
            guard page.status == 200 else { throw RunningProgram.Failure(description: "no page: \(page)") }
            ids += (page.json["value"]?.rows ?? []).compactMap { $0["deviceId"]?.text }
            next = page.json["nextLink"]?.text
            pages += 1
            try between(pages)
        }
        return ids
    }
}
