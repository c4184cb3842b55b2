import HTTPTypes
import HubModel
import Mustache
import NIOCore

/// The pages of the portal: templates inside the program, which write everything that is filled in as text.
enum PortalTemplates {
    enum Name: String, CaseIterable {
        case overview, devices, streams, logs, diagnostics, limits, signIn, problem
    }

    /// What pages are made with.
    private static let parts = [
        ("layout", PackageResources.layout_mustache), ("trouble", PackageResources.trouble_mustache),
    ]

    /// All templates; `nil` where one cannot be read, which the tests would show.
    private static let library: MustacheLibrary? = {
        var library = MustacheLibrary()
        do {
            for (name, source) in parts { try library.register(text(source), named: name) }
            for name in Name.allCases { try library.register(text(source(name)), named: name.rawValue) }
            return library
        } catch {
            return nil
        }
    }()

    private static func source(_ name: Name) -> [UInt8] {
        switch name {
        case .overview: PackageResources.overview_mustache
        case .devices: PackageResources.devices_mustache
        case .streams: PackageResources.streams_mustache
        case .logs: PackageResources.logs_mustache
        case .diagnostics: PackageResources.diagnostics_mustache
        case .limits: PackageResources.limits_mustache
        case .signIn: PackageResources.signin_mustache
        case .problem: PackageResources.problem_mustache
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// Nothing but what this host serves, nothing written into the page, in nobody's frame.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

    /// A page, which no cache keeps: it shows what the bearer of a session may see.
    static func reply(
        _ name: Name,
        _ content: some Sendable,
        status: HTTPResponse.Status = .ok
    ) throws(HubError) -> Reply {
        guard let text = library?.render(content, withTemplate: name.rawValue) else {
            throw HubError(.serverError, "The page cannot be made.", detail: "template \(name.rawValue)")
        }
        var reply = Reply(
            status: status,
            contentType: "text/html; charset=utf-8",
            body: .bytes(ByteBuffer(string: text))
        )
        reply.holdsSecrets = true
        reply.fields[.contentSecurityPolicy] = policy
        // Not 'no-referrer': with it browsers leave the origin out of forms, too.
        reply.fields[.referrerPolicy] = "same-origin"
        return reply
    }
}
