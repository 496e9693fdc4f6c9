package dcm.command.admission.stream;

import dcm.command.admission.host.HostDecider;
import dcm.command.admission.host.HostFold;
import dcm.command.admission.state.HostState;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.HostEvent;
import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.HostIntent;
import dcm.contract.report.HostReported;
import dcm.contract.snapshot.HostSnapshot;
import org.jboss.logging.Logger;

/** Decides about hosts, and records and publishes what changes. Not thread-safe. */
final class HostAdmission {
    private static final Logger LOG = Logger.getLogger(HostAdmission.class);

    private final AdmissionTask task;
    private final EventWriter writer;

    HostAdmission(AdmissionTask task, EventWriter writer) {
        this.task = task;
        this.writer = writer;
    }

    void decide(IntentId id, HostIntent intent, Envelope cause, LogPosition input) {
        HostName host = cause.aggregate().host();
        HostState before = task.state().host(host);
        HostEvent event = HostDecider.decide(before, host, id, intent, task.decisionContext());
        Envelope envelope = writer.append(event, cause, input);
        task.state().putDecided(envelope.aggregate(), id, envelope.time());
        HostState after = HostFold.evolve(before, event, envelope.time());
        task.state().putHost(host, after);
        task.tables().hosts().find(host).ifPresent(known -> {
            HostSnapshot changed = event instanceof HostRemoved
                    ? known.remove(task.now())
                    : known.with(after.cordon()).labeled(after.labels());
            writer.publish(changed, envelope);
        });
    }

    /** Takes a heartbeat. */
    void react(HostReported report, Envelope cause, LogPosition input) {
        HostName host = cause.aggregate().host();
        if (isOlderThanRemoval(host, cause)) {
            return;
        }
        HostState state = task.state().host(host);
        for (HostEvent event : HostDecider.react(state, host, report, task.decisionContext())) {
            Envelope envelope = writer.append(event, cause, input);
            state = HostFold.evolve(state, event, envelope.time());
            task.state().putHost(host, state);
            if (event instanceof HostRefused refused) {
                task.onSuccess(() -> LOG.warnf("host refused: host=%s reason=%s", host, refused.detail()));
            }
        }
        if (HostDecider.isMember(state, host, report, task.decisionContext()) && state.registered() != null) {
            int partition = state.registered().partition();
            writer.publish(
                    HostSnapshot.of(host, partition, report, task.now())
                            .with(state.cordon())
                            .labeled(state.labels()),
                    cause);
        }
    }

    /**
     * Whether the host was removed after it sent a heartbeat. Most heartbeats cause no event, so a rebuild reads the last ones
     * of a removed host again; the host must not join by them.
     */
    private boolean isOlderThanRemoval(HostName host, Envelope heartbeat) {
        return task.tables()
                .hosts()
                .find(host)
                .map(HostSnapshot::removedAt)
                .filter(removed -> !heartbeat.time().isAfter(removed))
                .isPresent();
    }
}
