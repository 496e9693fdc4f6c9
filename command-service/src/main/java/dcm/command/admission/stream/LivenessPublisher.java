package dcm.command.admission.stream;

import dcm.contract.identity.HostName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.LivenessSnapshot;
import dcm.contract.snapshot.LivenessSnapshot.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the last heartbeats of a task's hosts, all in one record, as long as heartbeats arrive. Includes silent hosts, because the
 * record replaces the one before. Not thread-safe.
 */
final class LivenessPublisher {
    private static final Logger LOG = Logger.getLogger(LivenessPublisher.class);

    /** Together with the interval of heartbeats far below the silence after which a host counts as unreachable. */
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    /** After a start: while no instance decided, all hosts seem to be silent. Long enough for the heartbeats that have waited. */
    private static final Duration FIRST = Duration.ofMillis(200);

    private final ProcessorContext<?, ?> context;
    private final AdmissionTask task;
    private final EventWriter writer;
    private final Set<HostName> hosts = new HashSet<>();
    private @Nullable Cancellable schedule;
    private boolean seen;

    LivenessPublisher(ProcessorContext<?, ?> context, AdmissionTask task, EventWriter writer) {
        this.context = context;
        this.task = task;
        this.writer = writer;
        task.tables().hosts().current(task.now()).present().stream()
                .map(HostSnapshot::name)
                .filter(task::isHere)
                .forEach(hosts::add);
    }

    /** A heartbeat of a host has arrived. */
    void seen(HostName host) {
        hosts.add(host);
        seen = true;
        if (schedule == null) { // a task without hosts has nothing to do
            schedule = context.schedule(FIRST, PunctuationType.WALL_CLOCK_TIME, time -> publishFirst());
        }
    }

    private void publishFirst() {
        Objects.requireNonNull(schedule).cancel();
        schedule = context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> publish());
        publish();
    }

    private void publish() {
        if (!seen) {
            return;
        }
        seen = false;
        task.attempt(() -> writer.publish(new LivenessSnapshot(lastSeen())))
                .ifPresent(failure -> LOG.errorf(failure, "heartbeats could not be published: count=%d", hosts.size()));
        // Another task that starts waits for the end of open transactions with such records, see CurrentTables.
        context.commit();
    }

    private Map<HostName, Seen> lastSeen() {
        Map<HostName, Seen> all = new HashMap<>();
        for (HostName host : hosts) {
            task.tables()
                    .hosts()
                    .find(host)
                    .filter(known -> known.removedAt() == null)
                    .ifPresent(known -> all.put(
                            host, new Seen(known.lastSeen(), known.report().load())));
        }
        return all;
    }
}
