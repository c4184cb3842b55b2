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

/// The products of other packages that our targets use.
extension Target.Dependency {
    static var grdb: Self { .product(name: "GRDB", package: "GRDB.swift") }
    static var hummingbird: Self { .product(name: "Hummingbird", package: "hummingbird") }
    static var hummingbirdCore: Self { .product(name: "HummingbirdCore", package: "hummingbird") }
    static var argumentParser: Self { .product(name: "ArgumentParser", package: "swift-argument-parser") }
    static var swiftASN1: Self { .product(name: "SwiftASN1", package: "swift-asn1") }
    static var x509: Self { .product(name: "X509", package: "swift-certificates") }
    static var configuration: Self { .product(name: "Configuration", package: "swift-configuration") }
    static var crypto: Self { .product(name: "Crypto", package: "swift-crypto") }
    static var httpTypes: Self { .product(name: "HTTPTypes", package: "swift-http-types") }
    static var logging: Self { .product(name: "Logging", package: "swift-log") }
    static var mustache: Self { .product(name: "Mustache", package: "swift-mustache") }
    static var nioCore: Self { .product(name: "NIOCore", package: "swift-nio") }
    static var nioEmbedded: Self { .product(name: "NIOEmbedded", package: "swift-nio") }
    static var nioHTTP1: Self { .product(name: "NIOHTTP1", package: "swift-nio") }
    static var nioPosix: Self { .product(name: "NIOPosix", package: "swift-nio") }
    static var nioTLS: Self { .product(name: "NIOTLS", package: "swift-nio") }
    static var nioHTTPTypes: Self { .product(name: "NIOHTTPTypes", package: "swift-nio-extras") }
    static var nioHTTPTypesHTTP1: Self { .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras") }
    static var nioSSL: Self { .product(name: "NIOSSL", package: "swift-nio-ssl") }
    static var serviceLifecycle: Self { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
    static var unixSignals: Self { .product(name: "UnixSignals", package: "swift-service-lifecycle") }
    static var yams: Self { .product(name: "Yams", package: "Yams") }
}

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
        .target(name: "HubModel", dependencies: [.crypto]),
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
        .target(name: "AllowlistFormats", dependencies: ["HubModel"]),
        .target(name: "JMESPath"),
        .target(name: "LogQuery", dependencies: ["HubModel"]),
        .target(name: "Metering"),
        .target(name: "HubStore", dependencies: ["HubModel", "LogQuery", "Metering", "CSQLite", .grdb, .crypto]),
        .target(name: "StreamCore", dependencies: ["HubModel", .nioCore, .crypto]),
        .target(
            name: "Transport",
            dependencies: [
                "HubModel", "StreamCore", "CPages", "CResolver", .nioCore, .nioPosix, .nioHTTP1, .nioTLS, .nioSSL,
                .crypto, .x509, .swiftASN1, .logging,
            ]
        ),
        // Layer 2: work.
        .target(
            name: "HubControl",
            dependencies: [
                "HubModel", "StreamCore", "HubStore", "Metering", "AllowlistFormats", "LogQuery", .crypto, .x509,
                .swiftASN1, .logging,
            ]
        ),
        .target(name: "HubClient", dependencies: ["HubModel", "CCurl", .crypto]),
        .target(name: "StreamClient", dependencies: ["HubModel", "StreamCore", "Transport", .nioCore, .nioPosix]),
        // Layer 3: faces.
        .target(
            name: "DeviceSDK",
            dependencies: ["HubModel", "StreamCore", "Transport", "StreamClient", .nioCore, .nioPosix]
        ),
        .target(
            name: "ServiceSDK",
            dependencies: ["HubModel", "Transport", "StreamClient", "HubClient", .nioCore, .nioPosix]
        ),
        .target(
            name: "HubAPI",
            dependencies: [
                "HubModel", "StreamCore", "HubControl", "Metering", "AllowlistFormats", "CZlib", .hummingbird,
                .httpTypes, .mustache, .nioCore, .nioHTTPTypes, .logging,
            ],
            // The portal's pages, so that the single binary holds them.
            resources: [.embedInCode("Portal/Resources")]
        ),
        .target(
            name: "HubMQTT",
            dependencies: [
                "HubModel", "StreamCore", "HubControl", "Transport", .nioCore, .nioPosix, .nioHTTP1, .nioTLS, .logging,
            ]
        ),
        .target(
            name: "DiagnosticSinks",
            dependencies: ["HubModel", "StreamCore", "HubControl", "Transport", .nioCore, .nioPosix, .crypto]
        ),
        .target(
            name: "StreamGateway",
            dependencies: ["HubModel", "StreamCore", "Transport", .nioCore, .nioHTTP1, .crypto, .logging]
        ),
        // Layer 4: programs.
        .executableTarget(
            name: "devicestreamd",
            dependencies: [
                "HubModel", "StreamCore", "HubStore", "Metering", "HubControl", "HubAPI", "HubMQTT", "StreamGateway",
                "DiagnosticSinks", "Transport", "CAllocator", .hummingbird, .hummingbirdCore, .httpTypes, .nioCore,
                .nioPosix, .nioHTTP1, .nioHTTPTypes, .nioHTTPTypesHTTP1, .argumentParser, .configuration,
                .serviceLifecycle, .unixSignals, .logging, .yams,
            ],
            path: "Sources/Server",
            // A link to the document in openapi/, so that the single binary holds it.
            resources: [.embedInCode("Resources/devicestream.yaml")]
        ),
        .target(name: "CLI", dependencies: ["HubModel", "HubClient", "JMESPath", .argumentParser]),
        .executableTarget(
            name: "devicestream",
            dependencies: ["CLI", "HubModel"],
            path: "Sources/Devicestream",
            linkerSettings: quickStart
        ),
        // What opens and takes streams: apart, so that the commands that do not start without NIO.
        .executableTarget(
            name: "devicestream-tunnel",
            dependencies: [
                "CLI", "HubModel", "HubClient", "JMESPath", "StreamClient", "DeviceSDK", "ServiceSDK", "Transport",
                "CPages", "CSpawn", .nioCore, .nioPosix, .unixSignals,
            ],
            path: "Sources/Tunnel",
            linkerSettings: quickStart
        ),
        .executableTarget(name: "EchoDevice", dependencies: ["DeviceSDK"], path: "Sources/Samples/EchoDevice"),
        .executableTarget(name: "EchoService", dependencies: ["ServiceSDK"], path: "Sources/Samples/EchoService"),
        // Tests: a target a room, and the programs run as programs.
        .target(
            name: "TestSupport",
            dependencies: ["HubModel", "HubStore", "HubControl", .crypto, .x509, .swiftASN1, .logging],
            path: "Tests/TestSupport"
        ),
        .testTarget(name: "HubModelTests", dependencies: ["HubModel", .crypto]),
        // Answers queries for scripts/check-jmespath.
        .executableTarget(name: "jmespath-probe", dependencies: ["JMESPath"], path: "Tests/JMESPathProbe"),
        .testTarget(name: "JMESPathTests", dependencies: ["JMESPath"]),
        .testTarget(name: "LogQueryTests", dependencies: ["HubModel", "LogQuery"]),
        .testTarget(name: "MeteringTests", dependencies: ["Metering"]),
        .testTarget(name: "AllowlistFormatsTests", dependencies: ["HubModel", "AllowlistFormats"]),
        .testTarget(name: "HubStoreTests", dependencies: ["HubModel", "HubStore", "LogQuery", .grdb]),
        .testTarget(name: "StreamCoreTests", dependencies: ["HubModel", "StreamCore", .nioCore, .crypto]),
        .testTarget(
            name: "TransportTests",
            dependencies: [
                "Transport", "HubModel", "TestSupport", .nioCore, .nioPosix, .nioEmbedded, .nioHTTP1, .nioTLS, .nioSSL,
                .crypto, .x509, .swiftASN1, .logging,
            ]
        ),
        .testTarget(
            name: "HubControlTests",
            dependencies: [
                "HubModel", "AllowlistFormats", "HubStore", "Metering", "StreamCore", "HubControl", "TestSupport",
                .crypto, .x509, .swiftASN1,
            ]
        ),
        .testTarget(
            name: "HubMQTTTests",
            dependencies: [
                "HubModel", "StreamCore", "HubControl", "HubMQTT", "Transport", "TestSupport", .nioCore, .nioPosix,
                .nioHTTP1, .nioEmbedded, .nioSSL, .crypto, .logging,
            ]
        ),
        .testTarget(
            name: "StreamGatewayTests",
            dependencies: [
                "HubModel", "StreamCore", "StreamGateway", "Transport", "TestSupport", .nioCore, .nioPosix,
                .nioEmbedded, .nioHTTP1, .crypto, .logging,
            ]
        ),
        .testTarget(name: "DiagnosticSinksTests", dependencies: ["HubModel", "HubControl", "DiagnosticSinks"]),
        .testTarget(
            name: "ServerTests",
            dependencies: ["HubModel", "HubControl", "DiagnosticSinks", "Transport", "devicestreamd", .logging]
        ),
        .testTarget(
            name: "HubAPITests",
            dependencies: [
                "HubModel", "StreamCore", "HubStore", "Metering", "HubControl", "HubAPI", "TestSupport", .hummingbird,
                .httpTypes, .nioCore, .nioEmbedded, .nioHTTPTypes, .logging, .yams,
            ]
        ),
        .testTarget(name: "HubClientTests", dependencies: ["HubModel", "HubClient"]),
        .testTarget(
            name: "StreamClientTests",
            dependencies: ["HubModel", "StreamCore", "StreamClient", .nioCore, .nioEmbedded]
        ),
        .testTarget(
            name: "DeviceSDKTests",
            dependencies: ["HubModel", "StreamCore", "Transport", "StreamClient", "DeviceSDK"]
        ),
        .testTarget(name: "ServiceSDKTests", dependencies: ["HubModel", "HubClient", "ServiceSDK"]),
        .testTarget(name: "CLITests", dependencies: ["CLI", "HubModel", "HubClient", "JMESPath", .argumentParser]),
        .testTarget(
            name: "EndToEnd",
            dependencies: [
                "devicestream", "devicestream-tunnel", "devicestreamd", "DeviceSDK", "ServiceSDK", "StreamClient",
                "HubModel", .nioCore, .nioPosix,
            ],
            path: "Tests/EndToEnd"
        ),
    ]
)

// Only when asked for (scripts/fuzz.sh): without libFuzzer, which has their `main`, they do not link.
if Context.environment["DEVICESTREAM_FUZZ"] != nil {
    package.targets.append(.target(name: "FuzzSupport", path: "Fuzz/Support"))
    let protocols: [Target.Dependency] = ["StreamCore", .nioCore]
    for (name, rooms) in [("MQTTFuzz", protocols), ("WebSocketFuzz", protocols), ("LogQueryFuzz", ["LogQuery"])] {
        package.targets.append(
            .executableTarget(
                name: name,
                dependencies: ["FuzzSupport", "HubModel"] + rooms,
                path: "Fuzz/" + name,
                swiftSettings: [.unsafeFlags(["-parse-as-library"])]
            )
        )
    }
}

for target in package.targets where target.type != .system {
    target.swiftSettings = houseSettings + (target.swiftSettings ?? [])
}
