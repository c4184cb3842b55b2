import Foundation
import ServiceSDK
import Testing

/// Typed calls of the management API.
@Suite(.timeLimit(.minutes(1))) struct ManagementTests {
    @Test func `a list is read page by page, each row once`() async throws {
        try await TestServer.runAsync { server in
            let site = try await SDKSite(server)
            let lines = (0..<250).map { #"{"deviceId":"d-\#(1000 + $0)"}"# }
            #expect(try server.importDevices(lines).status == 200)
            var ids: [String] = []
            for try await device in site.owner.management.devices(SDKSite.hub) { ids.append(device.deviceId.text) }
            #expect(ids == (0..<250).map { "d-\(1000 + $0)" } + ["press-07"])
        }
    }

    @Test func `hubs, devices and policies are made, changed and gone`() async throws {
        try await TestServer.runAsync { server in
            let management = try await SDKSite(server).owner.management
            let hub = try await management.createHub(HubCreation(name: HubName("plant-2")))
            #expect(hub.name.text == "plant-2")
            let device = try await management.createDevice(hub.name, DeviceCreation(deviceId: SDKSite.press))
            #expect(device.deviceId == SDKSite.press)
            var names: [String] = []
            for try await policy in management.policies(hub.name) { names.append(policy.name.text) }
            #expect(names.contains("service"))
            let keys = try await management.rotatePolicyKey(hub.name, PolicyName("service"), .primary)
            #expect(try await management.policyKeys(hub.name, PolicyName("service")) == keys)
            try await management.deleteHub(hub.name)
            let error = await #expect(throws: ClientError.self) { _ = try await management.hub(hub.name) }
            #expect(error?.code == .hubNotFound)
            #expect(error?.trackingID != nil)
        }
    }
}
