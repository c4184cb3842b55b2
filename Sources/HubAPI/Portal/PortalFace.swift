import HTTPTypes
import HubModel

/// The portal: pages for people, over the native API.
enum PortalFace {
    static let face = Face(routes: PortalRoutes.all, isKeptFromStreamingHosts: true, tell: tell)

    private struct Page: Sendable {
        let frame: PortalFrame
        let problem: PortalProblem
    }

    /// The one place where errors become pages.
    @Sendable static func tell(_ failure: Failure) -> Reply {
        let error = failure.error
        let page = Page(frame: PortalFrame(title: "Problem", hub: nil), problem: PortalProblem(failure))
        let status = HTTPResponse.Status(code: error.code.httpStatus ?? 500)
        let native = NativeFace.tell(failure)
        // Where no page can be made, the native form tells the same.
        guard var reply = try? PortalTemplates.reply(.problem, page, status: status) else { return native }
        for name in [HTTPField.Name.allow, .retryAfter] { reply.fields[name] = native.fields[name] }
        return reply
    }
}
