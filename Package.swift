// swift-tools-version: 6.2
import PackageDescription

/// What every target of ours is built with.
///
/// Warnings are errors, so that none is ever left for the next reader.
let houseSettings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// How the command line is linked, because its start-up is part of the product.
///
/// Nothing that is not called, and at a fixed address: 87,000 relocations less at each start, which touch every page
/// of the metadata.
let quickStart: [LinkerSetting] = [
    .unsafeFlags(
        ["-use-ld=lld", "-Xclang-linker", "-no-pie", "-Xlinker", "--gc-sections"],
        .when(platforms: [.linux], configuration: .release)
    )
]

let package = Package(
    name: "devicestream",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "devicestreamd", targets: ["devicestreamd"]),
        .executable(name: "devicestream", targets: ["devicestream"]),
        .executable(name: "devicestream-tunnel", targets: ["devicestream-tunnel"]),
        .library(name: "DeviceSDK", targets: ["DeviceSDK"]),
        .library(name: "ServiceSDK", targets: ["ServiceSDK"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Layer 0: words.
        .target(
            name: "HubModel",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: houseSettings
        ),
        // No pkg-config: libcurl is loaded when it is first called, never linked.
        .systemLibrary(name: "CCurl"),
        .systemLibrary(name: "CResolver"),
        .systemLibrary(
            name: "CAllocator",
            pkgConfig: "libtcmalloc_minimal",
            providers: [.apt(["libgoogle-perftools-dev"])]
        ),
        .systemLibrary(name: "CPages"),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // GRDB's own; named here so that a build without it says what to install.
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        // Layer 1: means.
        .target(name: "AllowlistFormats", dependencies: ["HubModel"], swiftSettings: houseSettings),
        .target(name: "JMESPath", swiftSettings: houseSettings),
        .target(name: "LogQuery", dependencies: ["HubModel"], swiftSettings: houseSettings),
        .target(name: "Metering", swiftSettings: houseSettings),
        .target(
            name: "HubStore",
            dependencies: [
                "HubModel", "LogQuery", "Metering", "CSQLite",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "StreamCore",
            dependencies: [
                "HubModel",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "Transport",
            dependencies: [
                "HubModel", "StreamCore", "CPages", "CResolver",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseSettings
        ),
        // Layer 2: work.
        .target(
            name: "HubControl",
            dependencies: [
                "HubModel", "StreamCore", "HubStore", "Metering", "AllowlistFormats", "LogQuery",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "HubClient",
            dependencies: ["HubModel", "CCurl", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: houseSettings
        ),
        .target(
            name: "StreamClient",
            dependencies: [
                "HubModel", "StreamCore", "Transport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseSettings
        ),
        // Layer 3: faces.
        .target(
            name: "DeviceSDK",
            dependencies: [
                "HubModel", "StreamCore", "Transport", "StreamClient",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "ServiceSDK",
            dependencies: [
                "HubModel", "StreamCore", "Transport", "StreamClient", "HubClient",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "HubAPI",
            dependencies: [
                "HubModel", "StreamCore", "HubControl", "Metering", "AllowlistFormats", "CZlib",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Mustache", package: "swift-mustache"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Logging", package: "swift-log"),
            ],
            // The portal's pages, so that the single binary holds them.
            resources: [.embedInCode("Portal/Resources")],
            swiftSettings: houseSettings
        ),
        .target(
            name: "HubMQTT",
            dependencies: [
                "HubModel", "StreamCore", "HubControl", "Transport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "DiagnosticSinks",
            dependencies: [
                "HubModel", "StreamCore", "HubControl", "Transport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: houseSettings
        ),
        .target(
            name: "StreamGateway",
            dependencies: [
                "HubModel", "StreamCore", "Transport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseSettings
        ),
        // Layer 4: programs.
        .executableTarget(
            name: "devicestreamd",
            dependencies: [
                "HubModel", "StreamCore", "HubStore", "Metering", "HubControl", "HubAPI", "HubMQTT", "StreamGateway",
                "DiagnosticSinks", "Transport", "CAllocator",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            path: "Sources/Server",
            // A link to the document in openapi/, so that the single binary holds it.
            resources: [.embedInCode("Resources/devicestream.yaml")],
            swiftSettings: houseSettings
        ),
        .target(
            name: "CLI",
            dependencies: [
                "HubModel", "HubClient", "JMESPath",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: houseSettings
        ),
        .executableTarget(
            name: "devicestream",
            dependencies: ["CLI", "HubModel"],
            path: "Sources/Devicestream",
            swiftSettings: houseSettings,
            linkerSettings: quickStart
        ),
        // What opens and takes streams: apart, so that the commands that do not start without NIO.
        .executableTarget(
            name: "devicestream-tunnel",
            dependencies: [
                "CLI", "HubModel", "HubClient", "JMESPath", "StreamClient", "DeviceSDK", "ServiceSDK", "Transport",
                "CPages", "CSpawn",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/Tunnel",
            swiftSettings: houseSettings,
            linkerSettings: quickStart
        ),
        .executableTarget(
            name: "EchoDevice",
            dependencies: ["DeviceSDK"],
            path: "Sources/Samples/EchoDevice",
            swiftSettings: houseSettings
        ),
        .executableTarget(
            name: "EchoService",
            dependencies: ["ServiceSDK"],
            path: "Sources/Samples/EchoService",
            swiftSettings: houseSettings
        ),
        // Tests: a target a room, and the programs run as programs.
        .target(
            name: "TestSupport",
            dependencies: [
                "HubModel", "HubStore", "HubControl",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/TestSupport",
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "HubModelTests",
            dependencies: ["HubModel", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: houseSettings
        ),
        // Answers queries for scripts/check-jmespath.
        .executableTarget(
            name: "jmespath-probe",
            dependencies: ["JMESPath"],
            path: "Tests/JMESPathProbe",
            swiftSettings: houseSettings
        ),
        .testTarget(name: "JMESPathTests", dependencies: ["JMESPath"], swiftSettings: houseSettings),
        .testTarget(name: "LogQueryTests", dependencies: ["HubModel", "LogQuery"], swiftSettings: houseSettings),
        .testTarget(name: "MeteringTests", dependencies: ["Metering"], swiftSettings: houseSettings),
        .testTarget(
            name: "AllowlistFormatsTests",
            dependencies: ["HubModel", "AllowlistFormats"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "HubStoreTests",
            dependencies: [
                "HubModel", "HubStore", "LogQuery",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "StreamCoreTests",
            dependencies: [
                "HubModel", "StreamCore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "TransportTests",
            dependencies: [
                "Transport", "HubModel",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "HubControlTests",
            dependencies: [
                "HubModel", "AllowlistFormats", "HubStore", "Metering", "StreamCore", "HubControl", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "HubMQTTTests",
            dependencies: [
                "HubModel", "StreamCore", "HubControl", "HubMQTT", "Transport", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "StreamGatewayTests",
            dependencies: [
                "HubModel", "StreamCore", "StreamGateway", "Transport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "DiagnosticSinksTests",
            dependencies: [
                "HubModel", "HubControl", "DiagnosticSinks", "Transport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "HubModel", "Metering", "HubControl", "DiagnosticSinks", "Transport", "devicestreamd",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "HubAPITests",
            dependencies: [
                "HubModel", "StreamCore", "HubStore", "Metering", "HubControl", "HubAPI", "TestSupport",
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(name: "HubClientTests", dependencies: ["HubModel", "HubClient"], swiftSettings: houseSettings),
        .testTarget(
            name: "StreamClientTests",
            dependencies: [
                "HubModel", "StreamCore", "StreamClient",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "DeviceSDKTests",
            dependencies: ["HubModel", "StreamCore", "Transport", "StreamClient", "DeviceSDK"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "ServiceSDKTests",
            dependencies: ["HubModel", "HubClient", "ServiceSDK"],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "CLITests",
            dependencies: [
                "CLI", "HubModel", "HubClient", "JMESPath",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: houseSettings
        ),
        .testTarget(
            name: "EndToEnd",
            dependencies: [
                "devicestream", "devicestream-tunnel", "devicestreamd", "DeviceSDK", "ServiceSDK", "StreamClient",
                "HubModel",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/EndToEnd",
            swiftSettings: houseSettings
        ),
    ]
)

// Only when asked for (scripts/fuzz.sh): without libFuzzer, which has their `main`, they do not link.
if Context.environment["DEVICESTREAM_FUZZ"] != nil {
    package.targets.append(.target(name: "FuzzSupport", path: "Fuzz/Support", swiftSettings: houseSettings))
    let protocols: [Target.Dependency] = ["StreamCore", .product(name: "NIOCore", package: "swift-nio")]
    for (name, rooms) in [("MQTTFuzz", protocols), ("WebSocketFuzz", protocols), ("LogQueryFuzz", ["LogQuery"])] {
        package.targets.append(
            .executableTarget(
                name: name,
                dependencies: ["FuzzSupport", "HubModel"] + rooms,
                path: "Fuzz/" + name,
                swiftSettings: houseSettings + [.unsafeFlags(["-parse-as-library"])]
            )
        )
    }
}
