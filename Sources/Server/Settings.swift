import DiagnosticSinks
import HubControl
import HubModel
import Logging
import Transport

/// The settings of a server, complete and checked.
///
/// Each comes from a flag, else from the environment
/// (`DEVICESTREAM_…`), else from the YAML file, else it has its default:
///
/// - `domain` (string, `devicestream.localhost`): the domain below which the host names of the hubs stand.
/// - `stateDir` (path, see `StateLocation`): where hubs, keys and the local CA are kept.
/// - `listen` (list of `address:port`, `127.0.0.1:8443`): the main listener.
/// - `mqttListen` (list of `address:port`, or `none`; the address of the first listener with port 8883, or with any
///   free port where that one has any): the listeners for MQTT over TLS.
/// - `adminListen` (`address:port`, or `none`; `none`): where metrics and health are served, without TLS and token.
/// - `publicPort` (integer, the port of the first listener): the port that clients use.
/// - `role` (`all`): what this process is.
/// - `tls.certificate`, `tls.key` (paths, none): a certificate instead of the local CA's.
/// - `log.level` (`trace` … `error`, `info`): the least that is logged.
/// - `log.format` (`auto`, `text` or `json`, `auto`): how the log is written; `auto` is text on a terminal, else JSON.
/// - `anonymous.endpointsRead` (`true` or `false`, `false`): whether callers without a token may read device streams and
///   allowlists.
/// - `diagnostics.fileDirectory` (path, none; not a flag): below which the log files of diagnostic settings stand; there
///   are none without it.
/// - `diagnostics.caFile` (path, none; not a flag): the CAs in PEM that are trusted for webhooks and syslog over TLS,
///   instead of the system's.
/// - `diagnostics.allowedAddresses` (list of addresses and CIDR ranges, none; file only): what webhooks and syslog may
///   connect to beside public addresses.
/// - `activity.retentionDays` (1 to 3650, `30`): how many days activity records are kept.
/// - `activity.retentionMebibytes` (16 to 1048576, `1024`): how much room they take at most.
/// - `regions` (list of `name`, `stamp`, `deviceStreams`, one `local` with `local-001`; file only): where hubs can be.
struct Settings: Sendable {
    var domain: String
    var stateDirectory: String
    var listen: [ListenAddress]
    /// Empty where there is none.
    var mqttListen: [ListenAddress]
    /// `nil` where there is none.
    var adminListen: ListenAddress?
    /// `nil` for the port of the first listener.
    var publicPort: Int?
    var certificate: CertificateFiles?
    var logLevel: Logger.Level
    var logFormat: LogFormat
    /// Whether callers without a token have the role `endpoints.read`.
    var admitsAnonymous: Bool
    var activityRetention = ActivityRetention.standard
    var regions: [Region]
    var sinks: SinkSettings

    static let defaultDomain = "devicestream.localhost"
    static let defaultListen = "127.0.0.1:8443"
    /// The port of MQTT over TLS (IANA `secure-mqtt`), which the SDKs cannot change.
    static let mqttPort = 8883

    /// The host names that follow, once the port is known.
    func naming(port: Int, mqttPort: Int? = nil) throws(SettingsError) -> HostNaming {
        do throws(HubError) {
            return try HostNaming(domain: domain, publicPort: publicPort ?? port, mqttPort: mqttPort)
        } catch {
            throw SettingsError(error.message)
        }
    }

    /// One region with device streams.
    static var standardRegions: [Region] {
        [Region(name: "local", stamp: RegionStamp(checked: "local-001"), deviceStreams: true)]
    }
}
