import HubModel
import Testing

@testable import HubClient

struct StreamRequestTests {
    private let hub = HubName(checked: "hub")
    private let device = DeviceID(checked: "a%b")
    private let id = StreamID(checked: "3f1c2a9e-5b7d-4c1e-9a60-2f8d7e6b5a41")

    @Test func `the requests have the routes of the API`() throws {
        let open = try HubRequest.openStream(hub, device, StreamCreation(service: ServiceName("ssh")))
        #expect(open.method == .post)
        #expect(open.target == "/v1/hubs/hub/devices/a%25b/streams")
        #expect(open.body.map { String(decoding: $0, as: UTF8.self) } == #"{"service":"ssh"}"#)
        let list = HubRequest.listStreams(hub, StreamFilter(state: .ended, device: device), top: 5)
        #expect(list.target.hasPrefix("/v1/hubs/hub/streams?state=ended&deviceId=a%25b&"))
        let follow = HubRequest.followStreams(hub)
        #expect(follow.target == "/v1/hubs/hub/streams/events")
        #expect(follow.fields == [HubRequest.Field("Accept", "text/event-stream")])
        #expect(HubRequest.getStream(hub, id).target == "/v1/hubs/hub/streams/\(id)")
        let close = try HubRequest.closeStream(hub, id, StreamClosing())
        #expect(close.target == "/v1/hubs/hub/streams/\(id)/close")
        #expect(close.body.map { String(decoding: $0, as: UTF8.self) } == "{}")
    }

    @Test func `the time that the server waits comes on top, unless a person has set the limit`() throws {
        var settings = ClientSettings(server: try ServerURL("https://hub.example.com"))
        let request = try HubRequest.openStream(hub, device, StreamCreation(waitOnlineSeconds: 600))
        #expect(settings.budget(of: request) == ClientSettings.standardTimeout + .seconds(660))
        #expect(settings.budget(of: .getStream(hub, id)) == ClientSettings.standardTimeout)
        settings.timeout = .seconds(5)
        settings.extendsTimeout = false
        #expect(settings.budget(of: request) == .seconds(5))
    }
}
