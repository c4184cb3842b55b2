#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// The number of file descriptors this process may hold.
package enum DescriptorLimit {
    /// The most that is asked for: Linux's own default bound (`fs.nr_open`).
    ///
    /// Some container runtimes allow a thousand times that, which a program gains nothing from.
    static let most = 1_048_576
    /// What is assumed where the system does not say: the soft limit of every Linux distribution.
    static let fallback = 1024

    /// Raises the soft limit to the hard one and returns what holds then.
    ///
    /// To be called once, at the start.
    package static func raise() -> Int {
        var limits = rlimit()
        guard getrlimit(resource, &limits) == 0 else { return fallback }
        let wanted = min(limits.rlim_max, rlim_t(most))
        if wanted > limits.rlim_cur {
            var raised = limits
            raised.rlim_cur = wanted
            if setrlimit(resource, &raised) == 0 { limits = raised }
        }
        return Int(clamping: limits.rlim_cur)
    }

    #if canImport(Glibc)
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    #else
    private static let resource = RLIMIT_NOFILE
    #endif
}
