import Foundation
import HubModel
import Metering

/// What Prometheus' own libraries tell of a process, under the same names, and which build this is.
enum ProcessMeters {
    static func register(in metrics: MetricRegistry, world: World) {
        let started = world.now.milliseconds
        metrics.reading("process_start_time_seconds", "Start of the process, in seconds since 1970.", .gauge) {
            [MetricReading(value: .nanoseconds(started * 1_000_000))]
        }
        metrics.reading("process_cpu_seconds_total", "Processor time of the process, user and system.", .counter) {
            processorNanoseconds().map { [MetricReading(value: .nanoseconds($0))] } ?? []
        }
        metrics.reading("process_resident_memory_bytes", "Memory of the process that is in RAM.", .gauge) {
            memory(1).map { [MetricReading(value: .whole($0))] } ?? []
        }
        metrics.reading("process_virtual_memory_bytes", "Address space of the process.", .gauge) {
            memory(0).map { [MetricReading(value: .whole($0))] } ?? []
        }
        metrics.reading("process_open_fds", "Open file descriptors.", .gauge) {
            openDescriptors().map { [MetricReading(count: $0)] } ?? []
        }
        metrics.reading("process_max_fds", "The most file descriptors that may be open.", .gauge) {
            descriptorLimit().map { [MetricReading(value: .whole($0))] } ?? []
        }
        metrics.reading(
            "devicestream_build_info",
            "The version of the server; the value is 1.",
            .gauge,
            labels: ["version"]
        ) {
            [MetricReading(ProductVersion.text, count: 1)]
        }
    }

    private static func processorNanoseconds() -> Int64? {
        var time = timespec()
        guard clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 else { return nil }
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// A column of /proc/self/statm (proc(5)), which counts pages.
    private static func memory(_ column: Int) -> Int64? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let columns = text.split(separator: " ")
        guard columns.count > column, let pages = Int64(columns[column]) else { return nil }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Without the one that reads the list.
    private static func openDescriptors() -> Int? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var count = 0
        while let entry = readdir(directory) {
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 }
        }
        return count - 1
    }

    private static func descriptorLimit() -> Int64? {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Int64(clamping: limit.rlim_cur)
    }
}
