import Testing

@testable import Metering

struct MetricPageTests {
    @Test func `a page has help, type and samples, families by name`() {
        let registry = MetricRegistry()
        let streams = registry.counters("d_streams_total", "Streams by result.", labels: ["result", "hub"])
        registry.reading("a_live", "Live.", .gauge) { [MetricReading(count: 3)] }
        streams["Success", "x"].add()
        streams["Success", "x"].add(2)
        streams["Gone", "x"].add()
        #expect(
            registry.page() == """
                # HELP a_live Live.
                # TYPE a_live gauge
                a_live 3
                # HELP d_streams_total Streams by result.
                # TYPE d_streams_total counter
                d_streams_total{result="Gone",hub="x"} 1
                d_streams_total{result="Success",hub="x"} 3

                """
        )
    }

    @Test func `labels and help are escaped as the format says`() {
        let registry = MetricRegistry()
        registry.reading("a", "one\\two\nthree", .gauge, labels: ["b"]) { [MetricReading("q\"\\\nz{}é", count: 1)] }
        #expect(
            registry.page()
                == "# HELP a one\\\\two\\nthree\n# TYPE a gauge\na{b=\"q\\\"\\\\\\nz{}é\"} 1\n"
        )
    }

    @Test func `buckets of a histogram add up, with what is equal to their bound`() {
        let registry = MetricRegistry()
        let times = registry.histograms("t_seconds", "T.", labels: ["o"], buckets: Buckets(milliseconds: 0.5, 10, 1500))
        for nanoseconds: Int64 in [500_000, 500_001, 10_000_000, 2_000_000_000, -5] {
            times["r"].observe(nanoseconds: nanoseconds)
        }
        #expect(
            registry.page() == """
                # HELP t_seconds T.
                # TYPE t_seconds histogram
                t_seconds_bucket{o="r",le="0.0005"} 2
                t_seconds_bucket{o="r",le="0.01"} 4
                t_seconds_bucket{o="r",le="1.5"} 4
                t_seconds_bucket{o="r",le="+Inf"} 5
                t_seconds_sum{o="r"} 2.011000001
                t_seconds_count{o="r"} 5

                """
        )
        #expect(times["r"].count == 5)
    }

    @Test(
        arguments: [
            (0, "0"), (1, "0.000000001"), (1_000_000_000, "1"), (90_500_000_000, "90.5"), (-500_000_000, "-0.5"),
            (-1_500_000_000, "-1.5"),
        ] as [(Int64, String)]
    )
    func `seconds are written without rounding`(_ nanoseconds: Int64, _ text: String) {
        #expect(MetricValue.nanoseconds(nanoseconds).text == text)
    }

    @Test func `parts of one kind count in one family`() {
        let registry = MetricRegistry()
        for _ in 0..<2 { registry.counters("c_total", "C.", labels: ["n"])["x"].add() }
        #expect(registry.page().hasSuffix("\nc_total{n=\"x\"} 2\n"))
    }

    @Test func `a counter without labels stands at zero from the start`() {
        let registry = MetricRegistry()
        _ = registry.counters("c_total", "C.")
        #expect(registry.page().hasSuffix("\nc_total 0\n"))
    }

    @Test func `series are bounded, and what is beyond is still counted`() {
        let registry = MetricRegistry()
        let many = registry.counters("m_total", "M.", labels: ["n"])
        let bound = SeriesFamily<Counter>.maximumSeries
        for number in 0..<(bound + 50) { many[String(number)].add() }
        let lines = registry.page().split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count == bound + 1)
        #expect(lines.contains("m_total{n=\"other\"} 50"))
    }

    @Test func `counting from many tasks at once loses nothing`() async {
        let registry = MetricRegistry()
        let counters = registry.counters("p_total", "P.", labels: ["n"])
        let times = registry.histograms("p_seconds", "P.", buckets: Buckets(milliseconds: 1))
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counters[String(task % 2)].add()
                        times[].observe(nanoseconds: 1)
                    }
                }
            }
        }
        #expect(counters["0"].value == 4000)
        #expect(counters["1"].value == 4000)
        #expect(times[].count == 8000)
    }
}
