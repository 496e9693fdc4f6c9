package dcm.worker.heartbeat;

import dcm.contract.report.HostAlive;
import dcm.contract.report.HostReported;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * Gives the host's description a revision whenever it changes. A heartbeat only refers to it once admission has published it, so that
 * an earlier admission, which publishes no revisions, gets descriptions only. Not thread-safe.
 */
final class HostDescription {
    private HostReported latest;
    private String revision = newRevision();

    HostDescription(HostReported first) {
        latest = first;
    }

    private static String newRevision() {
        return UUID.randomUUID().toString();
    }

    /** Takes the host's present description and load. */
    void update(HostReported now) {
        if (!now.describesSame(latest)) {
            revision = newRevision();
        }
        latest = now;
    }

    /**
     * The heartbeat; empty if admission has not published this description.
     *
     * @param interval until the next one
     */
    Optional<HostAlive> heartbeat(Optional<String> published, Duration interval) {
        return published
                .filter(revision::equals)
                .map(known -> new HostAlive(known, latest.load().announcing(interval)));
    }

    /** The description with its revision. */
    HostReported description() {
        return latest.revised(revision);
    }
}
