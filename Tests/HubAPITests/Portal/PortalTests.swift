import HTTPTypes
import HubModel
import TestSupport
import Testing

/// The pages of the portal.
@Suite struct PortalTests {
    @Test func `who has no session is asked for a token, in a page that loads nothing from elsewhere`() async throws {
        let api = try await API()
        for path in ["/"] + ["devices", "streams", "logs", "diagnostics", "limits"].map({ "/portal/" + $0 }) {
            let answer = try await Browser(api).send(.get, path)
            #expect(answer.status == 200)
            #expect(answer.fields[.contentType] == "text/html; charset=utf-8")
            #expect(answer.fields[.cacheControl] == "no-store")
            #expect(answer["referrer-policy"] == "same-origin")
            let policy = try #require(answer.fields[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(answer.text.contains(#"action="/portal/session""#))
            #expect(
                !answer.text.contains("<style") && !answer.text.contains(" style=") && !answer.text.contains("onclick")
            )
        }
    }

    @Test func `the overview holds everything without a script`() async throws {
        let api = try await API()
        let browser = try await Browser.signedIn(api)
        let answer = try await browser.send(.get, "/")
        #expect(answer.status == 200 && answer.fields[.cacheControl] == "no-store")
        let version = try await api.send(.get, "/v1/hubs/hub/allowlist/version").value(AllowlistVersionResource.self)
        for part in [
            #"<dt>Status</dt><dd><span class="dot good">Active</span></dd>"#,
            "<code>https://hub.devicestream.localhost:8443</code>",
            "<code>https://hub.local-001.streams.devicestream.localhost:8443</code>",
            "<code>hub.local-001.streams.devicestream.localhost</code>", ">\(version.version)</code>",
            "None is announced.", "<code>devicestream show --name hub</code>", #"aria-current="page">Overview</a>"#,
            #"<a href="/v1/hubs/hub/allowlist?format=nftables" download="hub-nftables.nft">"#, "first owner (owner)",
            #"<a href="/v1/hubs/hub/allowlist.sha256?format=nftables" download="hub-nftables.nft.sha256" "#,
        ] {
            #expect(answer.text.contains(part), "\(part)")
        }
        let paths = answer.text.split(separator: #"href=""#).dropFirst().map { String($0.prefix { $0 != "\"" }) }
        let downloads = paths.filter { $0.contains("format=") }
        #expect(downloads.count > 40)
        // A form that is made of addresses needs some, and says so.
        for path in downloads { #expect([200, 503].contains(try await browser.send(.get, path).status), "\(path)") }
    }

    @Test func `an announced endpoint is the next change`() async throws {
        let api = try await API()
        let browser = try await Browser.signedIn(api)
        let body = #"{"stamp":"local-002"}"#
        #expect(try await api.send(.post, "/v1/hubs/hub/endpoints", body).status == 201)
        let text = try await browser.send(.get, "/").text
        let due = api.fixture.clock.now + .seconds(30 * 86_400)
        #expect(text.contains("hub.local-002.streams.devicestream.localhost becomes active at \(due)."), "\(text)")
    }

    @Test func `an endpoint that is drained is taken off the list`() async throws {
        let api = try await API()
        let browser = try await Browser.signedIn(api)
        let added = try await api.send(.post, "/v1/hubs/hub/endpoints", #"{"stamp":"local-002","force":true}"#)
        let endpoint = try added.value(EndpointResource.self, status: 201)
        let drained = try await api.send(.post, "/v1/hubs/hub/endpoints/\(endpoint.id)/drain", "{}")
        let retires = try #require(try drained.value(EndpointResource.self).retires)
        let text = try await browser.send(.get, "/").text
        #expect(text.contains("hub.local-002.streams.devicestream.localhost is taken off the list at \(retires)."))
        #expect(!text.contains("<code>https://hub.local-002"))
    }

    @Test func `a hub without a streaming endpoint says what to do next`() async throws {
        let api = try await API()
        let browser = try await Browser.signedIn(api)
        let endpoints = try await api.send(.get, "/v1/hubs/hub/endpoints").value(Page<EndpointResource>.self)
        for endpoint in endpoints.value where endpoint.state == .active {
            #expect(try await api.send(.post, "/v1/hubs/hub/endpoints/\(endpoint.id)/drain", "{}").status == 200)
        }
        let text = try await browser.send(.get, "/").text
        #expect(text.contains("This hub has none.") && text.contains("<code>devicestream hub create --help</code>"))
        #expect(!text.contains(#"<td data-title="URL">"#))
    }

    @Test func `a page that is not for everybody tells what is wrong, what to do, code and tracking id`() async throws {
        let api = try await API()
        let browser = try await Browser.signedIn(api, api.fixture.bearer(.endpointsRead))
        let answer = try await browser.send(.get, "/portal/logs")
        #expect(answer.status == 403)
        let tracking = try #require(answer.requestID)
        for part in [
            "This tab needs the role &#39;reader&#39;; the token has the role &#39;endpoints.read&#39;.",
            ErrorCode.forbidden.advice.replacing("'", with: "&#39;"),
            "code: <code>Forbidden (\(ErrorCode.forbidden.number))</code> tracking: <code>\(tracking)</code>",
        ] {
            #expect(answer.text.contains(part), "\(part) is not in \(answer.text)")
        }
    }

    @Test func `files have their content in their names, are compressed, and are kept for ever`() async throws {
        let api = try await API()
        let browser = Browser(api)
        let paths = try await assets(browser.send(.get, "/").text)
        #expect(paths.count == 3)
        for path in paths {
            let plain = try await browser.send(.get, path)
            #expect(plain.status == 200 && plain.fields[.contentEncoding] == nil)
            #expect(plain.fields[.cacheControl] == "public, max-age=31536000, immutable")
            #expect(path.contains("." + EntityTag.of(plain.body) + "."))
            let again = try await browser.send(.get, path, fields: [(.ifNoneMatch, plain.tag ?? "")])
            #expect(again.status == 304)
            let small = try await browser.send(.get, path, fields: [(.acceptEncoding, "br, gzip;q=0.5")])
            guard plain.body.count > 500 else { continue }
            #expect(small.fields[.contentEncoding] == "gzip" && small.fields[.vary] == "Accept-Encoding")
            #expect(small.body.prefix(2) == [0x1F, 0x8B] && small.body.count * 2 < plain.body.count)
            #expect(small.tag != plain.tag)
            let refused = try await browser.send(.get, path, fields: [(.acceptEncoding, "gzip;q=0")])
            #expect(refused.body == plain.body)
        }
        #expect(try await browser.send(.get, "/portal/assets/portal.js").status == 404)
    }

    private func assets(_ page: String) -> [String] {
        page.split(separator: "/portal/assets/").dropFirst().map { "/portal/assets/" + $0.prefix { $0 != "\"" } }
    }

    @Test(arguments: ["devices", "streams", "logs", "diagnostics", "limits"])
    func `a tab has a script of its own behind that of every page, and all of it is small`(tab: String) async throws {
        let api = try await API()
        let browser = try await Browser.signedIn(api)
        let page = try await browser.send(.get, "/portal/" + tab)
        let paths = assets(page.text)
        let scripts = paths.filter { $0.hasSuffix(".js") }
        #expect(scripts.count == 2 && paths.count == 4)
        #expect(scripts.first?.contains("/portal.") == true && scripts.last?.contains("/\(tab).") == true)
        var size = page.body.count
        for path in paths { size += try await browser.send(.get, path).body.count }
        #expect(size < 150_000)
    }

    @Test func `who may not change diagnostic settings has no form for them, and is told why`() async throws {
        let api = try await API()
        let owner = try await Browser.signedIn(api).send(.get, "/portal/diagnostics").text
        #expect(owner.contains(#"<form id="setting""#) && !owner.contains("need the role owner"))
        let reader = try await Browser.signedIn(api, api.fixture.bearer(.reader)).send(.get, "/portal/diagnostics").text
        #expect(!reader.contains(#"<form id="setting""#) && reader.contains("need the role owner"))
    }

    @Test func `what a path holds is text in the page of the error`() async throws {
        let api = try await API()
        let answer = try await Browser(api).send(.get, "/portal/assets/%3Cscript%3Ealert(1)%3C%2Fb%3E%22'")
        #expect(answer.status == 400 || answer.status == 404)
        #expect(!answer.text.contains("<script>alert"))
        let other = try await Browser(api).send(.get, "/portal/assets/%3Cscript%3E%22'")
        #expect(other.status == 404 && other.text.contains("&lt;script&gt;&quot;&#39;"))
        #expect(other.text.contains("ResourceNotFound (404203)"))
        #expect(other.text.contains(try #require(other.requestID)))
    }

    @Test func `a role sees the tabs that it may read`() async throws {
        let api = try await API()
        let token = try await api.fixture.bearer(.endpointsRead)
        let browser = try await Browser.signedIn(api, token)
        let overview = try await browser.send(.get, "/")
        #expect(overview.status == 200 && overview.text.contains("hub.local-001.streams"))
        #expect(!overview.text.contains("/portal/devices") && !overview.text.contains("<dt>Status</dt>"))
        #expect(try await browser.send(.get, "/portal/devices").status == 403)
        let reader = try await Browser.signedIn(api, api.fixture.bearer(.reader))
        let devices = try await reader.send(.get, "/portal/devices")
        #expect(devices.status == 200 && devices.text.contains(#"data-may-operate="false""#))
    }

    @Test(arguments: ["devicestream.localhost:8443", "localhost:8443"])
    func `only a hub has a portal`(host: String) async throws {
        let api = try await API()
        #expect(try await Browser(api).send(.get, "/portal/devices", host: host).status == 404)
        let answer = try await Browser(api).signIn(api.token, origin: "https://" + host, host: host)
        #expect(answer.status == 404 && answer.fields[.setCookie] == nil)
    }
}
