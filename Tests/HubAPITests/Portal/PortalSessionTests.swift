import HTTPTypes
import HubControl
import HubModel
import TestSupport
import Testing

/// Who is let in by the session of a browser.
@Suite struct PortalSessionTests {
    private static let devices = "/v1/hubs/hub/devices"
    private static let safe: [(HTTPField.Name, String)] = [(.origin, Browser.origin), (Browser.portal, "1")]

    @Test func `the cookie holds an id and not the token, and only this host gets it, from its own pages`() async throws
    {
        let api = try await API()
        let answer = try await Browser(api).signIn(api.token)
        #expect(answer.status == 303 && answer.fields[.location] == "/")
        #expect(answer.fields[.cacheControl] == "no-store")
        let cookie = try #require(answer.fields[.setCookie])
        #expect(cookie.hasPrefix("__Host-devicestream="))
        for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"] { #expect(cookie.contains(part)) }
        #expect(!cookie.contains(api.token) && !cookie.contains("Domain"))
    }

    @Test func `a wrong token, and a right one from elsewhere, open no session`() async throws {
        let api = try await API()
        let wrong = try await Browser(api).signIn("dst_wrong")
        #expect(wrong.status == 401 && wrong.fields[.setCookie] == nil)
        // What, what next, code and tracking id, as the command line tells it.
        let tracking = try #require(wrong.requestID)
        for part in [
            "not one of this server", ErrorCode.unauthorizedAccess.advice.replacing("'", with: "&#39;"),
            "<code>IotHubUnauthorizedAccess (401002)</code>", "<code>\(tracking)</code>",
        ] {
            #expect(wrong.text.contains(part), "\(part) is not in \(wrong.text)")
        }
        for origin in ["https://evil.example", "http://hub.devicestream.localhost:8443", "null", ""] {
            let answer = try await Browser(api).signIn(api.token, origin: origin)
            #expect(answer.status == 403 && answer.fields[.setCookie] == nil, "\(origin)")
        }
        _ = try await api.send(.post, "/v1/hubs", #"{"name":"other"}"#)
        let other = try await api.fixture.bearer(.reader, hubs: [HubName("other")])
        #expect(try await Browser(api).signIn(other).status == 404)
        #expect(api.fixture.control.sessions.count == 0)
    }

    @Test func `a session reads the API, and changes it only from a page of its host`() async throws {
        let api = try await API()
        let browser = try await Browser.signedIn(api)
        let body = #"{"deviceId":"d"}"#
        #expect(try await browser.send(.get, Self.devices).status == 200)
        for fields in [
            [], [(HTTPField.Name.origin, Browser.origin)], [(Browser.portal, "1")],
            [(.origin, "https://evil.example"), (Browser.portal, "1")],
            [(.origin, "https://devicestream.localhost:8443"), (Browser.portal, "1")],
            [(.origin, "null"), (Browser.portal, "1")],
        ] {
            let answer = try await browser.send(.post, Self.devices, body, fields: fields)
            #expect(try answer.error().code == "Forbidden", "\(fields)")
        }
        #expect(try await browser.send(.get, Self.devices + "/d").status == 404)
        #expect(try await browser.send(.post, Self.devices, body, fields: Self.safe).status == 201)
        #expect(try await browser.send(.delete, Self.devices + "/d").error().code == "Forbidden")
        #expect(try await browser.send(.delete, Self.devices + "/d", fields: Self.safe).status == 204)
        // It has the rights of its token, and no others.
        let reader = try await Browser.signedIn(api, api.fixture.bearer(.reader))
        #expect(try await reader.send(.post, Self.devices, body, fields: Self.safe).error().code == "Forbidden")
    }

    @Test func `Azure's APIs know no sessions`() async throws {
        let api = try await API()
        let browser = try await Browser.signedIn(api)
        #expect(try await browser.send(.get, "/subscriptions?api-version=2022-12-01").status == 401)
        #expect(try await browser.send(.get, "/devices?api-version=2021-04-12").status == 401)
    }

    @Test func `a session ends with its token, and with signing out`() async throws {
        let api = try await API()
        let creation = #"{"name":"t","role":"reader"}"#
        let token = try await api.send(.post, "/v1/tokens", creation).value(TokenResource.self, status: 201)
        let browser = try await Browser.signedIn(api, token.token?.text)
        #expect(try await browser.send(.get, Self.devices).status == 200)
        #expect(try await api.send(.delete, "/v1/tokens/\(token.id)").status == 204)
        #expect(api.fixture.control.sessions.count == 0)
        #expect(try await browser.send(.get, Self.devices).error().code == "IotHubUnauthorizedAccess")
        #expect(try await browser.send(.get, "/").text.contains(#"action="/portal/session""#))

        let other = try await Browser.signedIn(api)
        let elsewhere = [(HTTPField.Name.origin, "https://evil.example")]
        #expect(try await other.send(.post, "/portal/session/end", fields: elsewhere).status == 403)
        #expect(try await other.send(.get, Self.devices).status == 200)
        let out = try await other.send(.post, "/portal/session/end", fields: [(.origin, Browser.origin)])
        #expect(out.status == 303 && out.fields[.setCookie]?.contains("Max-Age=0") == true)
        #expect(try await other.send(.get, Self.devices).status == 401)
    }

    @Test
    func `a session ends an hour after the last request, twelve hours after the first, and with its token's time`()
        async throws
    {
        let api = try await API()
        let idle = try await Browser.signedIn(api)
        let busy = try await Browser.signedIn(api)
        let end = api.fixture.clock.now + .seconds(90 * 60)
        let short = try await Browser.signedIn(api, api.fixture.bearer(.reader, expiresAt: end))
        for _ in 0..<2 {
            api.fixture.clock.advance(by: .seconds(59 * 60))
            #expect(try await busy.send(.get, Self.devices).status == 200)
        }
        #expect(try await idle.send(.get, Self.devices).status == 401)
        #expect(try await short.send(.get, Self.devices).status == 401)
        for _ in 0..<10 {
            api.fixture.clock.advance(by: .seconds(59 * 60))
            #expect(try await busy.send(.get, Self.devices).status == 200)
        }
        api.fixture.clock.advance(by: .seconds(59 * 60))
        #expect(try await busy.send(.get, Self.devices).status == 401)
    }

    @Test func `signing in again ends the session before`() async throws {
        let api = try await API()
        let first = try await Browser.signedIn(api)
        #expect(try await first.signIn(api.token).status == 303)
        #expect(api.fixture.control.sessions.count == 1)
        #expect(try await first.send(.get, Self.devices).status == 401)
    }

    @Test func `who shows the same wrong token again and again is told to wait`() async throws {
        let api = try await API()
        var answer = try await Browser(api).signIn("dst_wrong")
        for _ in 0..<30 where answer.status == 401 { answer = try await Browser(api).signIn("dst_wrong") }
        #expect(answer.status == 429 && answer.fields[.retryAfter] != nil)
        #expect(try await Browser(api).signIn(api.token).status == 303)
    }

    @Test func `one token has at most twenty sessions, and the one that waited longest goes`() async throws {
        let api = try await API()
        let first = try await Browser.signedIn(api)
        let other = try await Browser.signedIn(api, api.fixture.bearer(.reader))
        api.fixture.clock.advance(by: .seconds(1))
        var last: Browser?
        for _ in 0..<20 { last = try await Browser.signedIn(api) }
        #expect(api.fixture.control.sessions.count == 21)
        #expect(try await first.send(.get, Self.devices).status == 401)
        #expect(try await other.send(.get, Self.devices).status == 200)
        #expect(try await last?.send(.get, Self.devices).status == 200)
    }
}
