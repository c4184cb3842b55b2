import HubModel

/// `properties` of an `IotHubDescription`.
struct IotHubProperties: Encodable {
    struct Location: Encodable {
        let location: String
        let role = "primary"
    }

    /// There is no event endpoint: no partitions, and nowhere to read.
    struct Events: Encodable {
        let retentionTimeInDays = 0
        let partitionCount = 0
        let partitionIds: [String] = []
        let path = ""
        let endpoint = ""
    }

    struct Routing: Encodable {
        struct Endpoints: Encodable {
            let serviceBusQueues: [String] = []
            let serviceBusTopics: [String] = []
            let eventHubs: [String] = []
            let storageContainers: [String] = []
            let cosmosDBSqlContainers: [String] = []
        }

        struct Fallback: Encodable {
            let name = "$fallback"
            let source = "DeviceMessages"
            let condition = "true"
            let endpointNames = ["events"]
            let isEnabled = false
        }

        let endpoints = Endpoints()
        let routes: [String] = []
        let fallbackRoute = Fallback()
        let enrichments: [String] = []
    }

    struct Storage: Encodable {
        let sasTtlAsIso8601 = "PT1H"
        let connectionString = ""
        let containerName = ""
    }

    struct Delivery: Encodable {
        let lockDurationAsIso8601 = "PT5S"
        let ttlAsIso8601 = "PT1H"
        let maxDeliveryCount = 10
    }

    struct CloudToDevice: Encodable {
        let maxDeliveryCount = 10
        let defaultTtlAsIso8601 = "PT1H"
        let feedback = Delivery()
    }

    struct RootCertificate: Encodable {
        let enableRootCertificateV2 = true
        let lastUpdatedTimeUtc: Timestamp
    }

    let locations: [Location]
    let state: String
    let provisioningState: String
    let ipFilterRules: [String] = []
    let hostName: String
    let eventHubEndpoints = ["events": Events()]
    let routing = Routing()
    let storageEndpoints = ["$default": Storage()]
    let messagingEndpoints = ["fileNotifications": Delivery()]
    let enableFileUploadNotifications = false
    let cloudToDevice = CloudToDevice()
    let features = "None"
    /// Absent where the hub's region has no streams.
    let deviceStreams: DeviceStreams?
    /// That of our listeners (`ServerTLS`).
    let minTlsVersion = "1.2"
    let allowedFqdnList: [String] = []
    let publicNetworkAccess = "Enabled"
    let restrictOutboundNetworkAccess = false
    let disableLocalAuth = false
    let disableDeviceSAS = false
    let disableModuleSAS = false
    let privateEndpointConnections: [String] = []
    let enableDataResidency = false
    let rootCertificate: RootCertificate

    init(_ hub: HubResource) {
        locations = [Location(location: hub.location)]
        state = hub.properties.state.rawValue
        provisioningState =
            switch hub.properties.state {
            case .active: "Succeeded"
            case .deleting: "Deleting"
            }
        hostName = hub.properties.hostName
        deviceStreams = hub.properties.deviceStreams
        rootCertificate = RootCertificate(lastUpdatedTimeUtc: hub.createdAt)
    }
}
