/// How long a stream is given before it is given up.
package enum StreamPatience {
    /// How long a side may take nothing of what there is for it.
    ///
    /// A stream outlives a network that is cut for half a minute. TCP sends what was lost again after a time R, and each
    /// time waits twice as long as before (RFC 6298 §5.5): in all after R, 3R, 7R … The first try behind a cut of C so
    /// comes before 2C + R. R is a fraction of a second on most ways, and a few seconds on bad ones; so 60 s and 15 s to
    /// spare.
    package static let stall = Duration.seconds(75)
}
