import Configuration
import HubModel

/// Where settings come from, the strongest first: flags, the environment, the file.
struct SettingsSources {
    private let reader: ConfigReader
    private let flags: [String: SettingsValue]
    private let environment: [String: String]
    private let file: SettingsFile

    /// An empty variable is one that is not set; a flag or a key with an empty value is a mistake, such as `"$UNSET"`.
    ///
    /// - Throws: which value is empty, and where.
    init(
        flags: [String: SettingsValue],
        file: SettingsFile,
        environment: [String: String]
    ) throws(SettingsError) {
        self.flags = flags
        self.file = file
        self.environment = environment.filter { !$0.value.isEmpty }
        reader = ConfigReader(providers: [
            Self.provider("flags", flags),
            EnvironmentVariablesProvider(environmentVariables: self.environment).prefixKeys(with: "devicestream"),
            Self.provider("file", file.values),
        ])
        for (key, value) in flags where value.isEmpty {
            throw SettingsError("The value of \(Self.flag(key)) is empty.")
        }
        for (key, value) in file.values.sorted(by: { $0.key < $1.key }) where value.isEmpty {
            throw SettingsError("\(file.place(of: key) ?? "")the value of '\(key)' is empty.")
        }
    }

    func text(_ key: String) -> String? { reader.string(forKey: ConfigKey(key)) }
    func list(_ key: String) -> [String]? { reader.stringArray(forKey: ConfigKey(key)) }

    /// Understands the value of a key; what is wrong with it is told with its place in the file, or its variable.
    func reading<Value>(
        _ key: String,
        _ work: () throws(SettingsError) -> Value
    ) throws(SettingsError) -> Value {
        do {
            return try work()
        } catch {
            throw SettingsError(place(of: key) + error.message)
        }
    }

    /// Where the value that is in force comes from, as a prefix; a flag's is before everybody's eyes.
    private func place(of key: String) -> String {
        if flags[key] != nil { return "" }
        let variable = Self.variable(key)
        if environment[variable] != nil { return variable + ": " }
        return file.place(of: key) ?? ""
    }

    /// `publicPort` is `DEVICESTREAM_PUBLIC_PORT`, `tls.key` is `DEVICESTREAM_TLS_KEY`.
    private static func variable(_ key: String) -> String { "DEVICESTREAM_" + words(key, "_").uppercased() }
    /// `publicPort` is `--public-port`, `tls.key` is `--tls-key`.
    private static func flag(_ key: String) -> String { "--" + words(key, "-") }

    private static func words(_ key: String, _ separator: String) -> String {
        key.map { $0 == "." ? separator : $0.isUppercase ? separator + $0.lowercased() : String($0) }.joined()
    }

    private static func provider(_ name: String, _ values: [String: SettingsValue]) -> InMemoryProvider {
        let pairs = values.map { key, value in
            (AbsoluteConfigKey(key.split(separator: ".").map(String.init)), value.configValue)
        }
        return InMemoryProvider(name: name, values: Dictionary(uniqueKeysWithValues: pairs))
    }
}
