// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "martlet",
    platforms: [.macOS(.v15), .iOS(.v18), .tvOS(.v18), .watchOS(.v11), .visionOS(.v2)],
    products: [
        .executable(name: "martlet", targets: ["martlet"]),
        .library(name: "MartletWire", targets: ["MartletWire"]),
        .library(name: "MartletClient", targets: ["MartletClient"]),
        .library(name: "MartletTesting", targets: ["MartletTesting"]),
    ],
    traits: [
        .trait(name: "NATS", description: "Cores and edges on several machines, joined by NATS; needs libnats."),
        .trait(name: "Postgres", description: "The store on PostgreSQL, for several cores; needs libpq."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(
            url: "https://github.com/apple/swift-configuration",
            from: "1.4.0",
            traits: [.defaults, "YAML"]
        ),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
        .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
    ],
    targets: [
        .target(name: "MartletWire"),
        .target(name: "MartletRules", dependencies: ["MartletWire"]),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"]), .brew(["libpq"])]),
        .target(
            name: "MartletStore",
            dependencies: [
                "MartletRules", "MartletWire",
                .target(name: "CPostgres", condition: .when(traits: ["Postgres"])),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ]
        ),
        .target(
            name: "MartletPages",
            exclude: ["Assets", "README.md"],
            linkerSettings: [.linkedLibrary("z")]
        ),
        .systemLibrary(name: "CNATS", pkgConfig: "libnats", providers: [.apt(["libnats-dev"]), .brew(["cnats"])]),
        .target(
            name: "MartletServer",
            dependencies: [
                "MartletPages", "MartletRules", "MartletStore", "MartletWire",
                .target(name: "CNATS", condition: .when(traits: ["NATS"])),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "DequeModule", package: "swift-collections"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "HummingbirdHTTP2", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "MartletClient",
            dependencies: [
                "MartletRules", "MartletWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ]
        ),
        .target(name: "MartletTesting", dependencies: ["MartletClient", "MartletRules", "MartletWire"]),
        .executableTarget(
            name: "martlet",
            dependencies: [
                "MartletClient", "MartletRules", "MartletServer", "MartletStore", "MartletTesting", "MartletWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "Histogram", package: "hdrhistogram-swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            path: "Sources/MartletCLI",
            linkerSettings: [.linkedLibrary("jemalloc", .when(platforms: [.linux]))]  // docs/decisions/allocator.md
        ),
        .testTarget(name: "MartletWireTests", dependencies: ["MartletTesting", "MartletWire"]),
        .testTarget(name: "MartletRulesTests", dependencies: ["MartletRules", "MartletTesting", "MartletWire"]),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "MartletClient", "MartletRules", "MartletStore", "MartletTesting", "MartletWire",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "MartletStoreTests",
            dependencies: [
                "MartletRules", "MartletStore", "MartletTesting", "MartletWire",
                .target(name: "CPostgres", condition: .when(traits: ["Postgres"])),
                .product(name: "Logging", package: "swift-log"),
            ]
        ),
        .testTarget(
            name: "MartletServerTests",
            dependencies: [
                .target(name: "CPostgres", condition: .when(traits: ["Postgres"])),
                "MartletRules", "MartletServer", "MartletStore", "MartletTesting", "MartletWire",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "JWTKit", package: "jwt-kit"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "MartletClientTests",
            dependencies: [
                "MartletClient", "MartletRules", "MartletTesting", "MartletWire",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
            ]
        ),
        .testTarget(
            name: "MartletCLITests",
            dependencies: [
                "MartletClient", "MartletRules", "MartletServer", "MartletStore", "MartletTesting", "MartletWire",
                "martlet",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .c2x  // `#embed`
)

// Built when asked for, and never by `swift build` or `swift test` alone: see Benchmarks/README.md.
if Context.environment["MARTLET_MICRO_BENCHMARKS"] != nil {
    package.targets.append(
        .executableTarget(
            name: "MicroBenchmarks",
            dependencies: [
                "MartletRules", "MartletServer", "MartletWire",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            path: "Benchmarks/Micro",
            exclude: ["instructions.py"]
        )
    )
}

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),  // SE-0335: the cost of `any` is visible
        // SE-0444: a file imports what it uses. Not when a module is compiled as a whole: the compiler then takes C
        // structures such as `timespec` for whichever module it met them in first.
        .enableUpcomingFeature("MemberImportVisibility", .when(configuration: .debug)),
        .enableUpcomingFeature("InternalImportsByDefault"),  // SE-0409: dependencies leak only when we say so
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),  // SE-0461: async stays on the caller's actor
    ]
}
