package dcm.command.admission.stream;

import dcm.command.admission.host.DeclarationRules;
import dcm.command.admission.host.HostDecider;
import dcm.command.admission.host.HostFold;
import dcm.command.admission.state.ContainerState;
import dcm.command.admission.state.HostState;
import dcm.contract.authentication.ReportSource;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.LogPosition;
import dcm.contract.event.HostEvent;
import dcm.contract.event.HostEvent.HostRefused;
import dcm.contract.event.HostEvent.HostRemoved;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.IntentId;
import dcm.contract.intent.HostIntent;
import dcm.contract.report.ContainerReport;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostCapacity;
import dcm.contract.report.HostLoad;
import dcm.contract.report.HostReported;
import dcm.contract.report.Report;
import dcm.contract.snapshot.Catalog;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Decides about hosts, and records and publishes what changes. Not thread-safe. */
final class HostAdmission {
    private static final Logger LOG = Logger.getLogger(HostAdmission.class);

    /** Each task looks for removed hosts every five seconds, see {@link DueWork}. */
    private static final Duration DEPARTURE = Duration.ofSeconds(15);

    /** How long a comparison with the other hosts is valid after they have changed: one is removed, or offers other base images. */
    private static final Duration COMPARISON = Duration.ofMinutes(1);

    /** Far below the time after which a host with refused reports counts as silent. */
    private static final Duration REFUSAL_INTERVAL = Duration.ofSeconds(5);

    private final AdmissionTask task;
    private final EventWriter writer;
    private final LivenessPublisher liveness;

    /** The last comparison of the present description of each host with the other hosts and with {@link #catalog}. */
    private final Map<HostName, Comparison> compared = new HashMap<>();

    private Catalog catalog;

    /** @param changes the number of changes of hosts until then */
    private record Comparison(Instant at, long changes) {}

    HostAdmission(AdmissionTask task, EventWriter writer, LivenessPublisher liveness) {
        this.task = task;
        this.writer = writer;
        this.liveness = liveness;
        this.catalog = task.tables().catalog().current();
    }

    void decide(IntentId id, HostIntent intent, Envelope cause, LogPosition input) {
        HostName host = cause.aggregate().host();
        HostState before = task.state().host(host);
        HostEvent event = HostDecider.decide(before, host, id, intent, task.decisionContext());
        Envelope envelope = writer.append(event, cause, input);
        task.state().putDecided(envelope.aggregate(), id, envelope.time());
        HostState after = HostFold.evolve(before, event, envelope.time());
        task.state().putHost(host, after);
        compared.remove(host);
        task.tables()
                .hosts()
                .find(host)
                .or(() -> neverReported(host, before, event))
                // A host that joined again and never reported can be removed again.
                .filter(known -> known.removedAt() == null || event instanceof HostRemoved)
                .ifPresent(known -> {
                    HostSnapshot changed = event instanceof HostRemoved
                            ? known.remove(task.now())
                            : known.with(after.cordon()).labeled(after.labels()).joined(after.declaration());
                    writer.publish(changed, envelope);
                });
    }

    /**
     * The snapshot of a removed host that joined and never reported. Without it, nothing would end the access of the host's
     * worker.
     */
    private Optional<HostSnapshot> neverReported(HostName host, HostState before, HostEvent event) {
        return event instanceof HostRemoved
                ? Optional.ofNullable(before.declaration())
                        .map(declaration -> DeclarationRules.neverReported(host, declaration, task.now()))
                : Optional.empty();
    }

    /**
     * Takes a heartbeat. It is taken like the description to which it refers if that may be refused now: the first one after this task was
     * opened, after the catalog has changed or after a silence, and one each minute while other hosts change.
     * A heartbeat with an unknown description is ignored: its worker does not find it in {@code dcm.hosts}, and sends it.
     */
    void react(HostAlive heartbeat, Envelope cause) {
        HostName host = cause.aggregate().host();
        task.tables()
                .hosts()
                .find(host)
                .filter(known -> known.removedAt() == null && known.refusal() == null)
                .filter(known -> heartbeat.revision().equals(known.report().revision()))
                .ifPresent(known -> {
                    if (isCompared(known)) {
                        alive(host, heartbeat.load());
                    } else {
                        // No event answers a position among the heartbeats, which nobody has to keep.
                        react(known.report().with(heartbeat.load()), cause, null);
                    }
                });
    }

    private boolean isCompared(HostSnapshot host) {
        Catalog current = task.tables().catalog().current();
        if (!current.equals(catalog)) {
            compared.clear();
            catalog = current;
        }
        Instant now = task.now();
        Comparison last = compared.get(host.name());
        return last != null
                && !host.isSilent(now) // the rules compare others with live hosts only
                && (last.changes() == task.tables().hosts().changes()
                        || last.at().isAfter(now.minus(COMPARISON)));
    }

    private void alive(HostName host, HostLoad load) {
        Instant now = task.now();
        task.onSuccess(() -> task.tables().hosts().seen(host, now, load));
        liveness.seen(host);
    }

    /**
     * Takes the description of a host.
     *
     * @param input the record that events answer; null if they answer none
     */
    void react(HostReported report, Envelope cause, @Nullable LogPosition input) {
        HostName host = cause.aggregate().host();
        if (isOlderThanRemoval(host, cause) || isBeingLeft(host)) {
            return;
        }
        long changes =
                task.tables().hosts().changes(); // before the comparison, which must be repeated after later ones
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
            compared.put(host, new Comparison(task.now(), changes));
            int partition = state.registered().partition();
            accept(
                    HostSnapshot.of(
                                    host,
                                    partition,
                                    DeclarationRules.withoutForeignImages(
                                            state.declaration(), report, task.decisionContext()),
                                    task.now())
                            .with(state.cordon())
                            .labeled(state.labels())
                            .joined(state.declaration()),
                    cause);
        } else {
            compared.remove(host);
            publishRefusal(state, host, report, cause);
        }
    }

    /** Publishes a snapshot if it has more than a new heartbeat. Earlier workers send their description with each heartbeat. */
    private void accept(HostSnapshot host, Envelope cause) {
        boolean isKnown = task.tables()
                .hosts()
                .find(host.name())
                .filter(host::describesSame)
                .isPresent();
        if (!isKnown) {
            writer.publish(host, cause);
        }
        alive(host.name(), host.report().load());
    }

    /** Administrators see why the host is silent, and that its worker runs. The same reason is not published with each heartbeat. */
    private void publishRefusal(HostState state, HostName host, HostReported report, Envelope cause) {
        HostDecider.refusal(state, host, report, task.decisionContext())
                .map(reason -> new Refusal(reason, task.now(), report.engineId()))
                .ifPresent(refusal -> task.tables()
                        .hosts()
                        .find(host)
                        .filter(known -> known.removedAt() == null)
                        .filter(known -> known.refusal() == null
                                || !known.refusal().reason().equals(refusal.reason())
                                || known.refusal().at().plus(REFUSAL_INTERVAL).isBefore(refusal.at()))
                        .ifPresent(known -> writer.publish(known.refused(refusal), cause)));
    }

    /**
     * Why an authenticated worker may not send a report; empty if it may. It must have joined with its present key, and
     * report only what it declared then.
     */
    Optional<String> objection(ReportSource source, AggregateId aggregate, Report report) {
        if (source.host().isEmpty()) {
            return Optional.empty();
        }
        HostName host = source.host().get();
        Optional<HostDeclaration> declaration = declaration(host);
        if (!declaration.map(HostDeclaration::join).equals(source.join())) {
            return Optional.of("its worker has not joined, or the host was removed or has joined again since");
        }
        ContainerState container = report instanceof ContainerReport about && aggregate.isOwner()
                ? task.state()
                        .owners()
                        .get(aggregate.owner())
                        .container(about.container())
                        .filter(known -> known.host().equals(host))
                        .orElse(null)
                : null;
        return declaration.flatMap(declared -> DeclarationRules.objection(declared, report, container, capacity(host)));
    }

    /** Whether a report to which there is no {@link #objection} must be ignored, because it cannot be checked. */
    boolean isUnverifiable(ReportSource source, Report report) {
        return source.host()
                .filter(host -> declaration(host).isPresent())
                .filter(host -> DeclarationRules.isUnverifiable(report, capacity(host)))
                .isPresent();
    }

    /** The state is newer than the table, but only one task has it. */
    private Optional<HostDeclaration> declaration(HostName host) {
        return task.isHere(AggregateId.of(host))
                ? Optional.ofNullable(task.state().host(host).declaration())
                : task.tables().hosts().declaration(host);
    }

    private @Nullable HostCapacity capacity(HostName host) {
        return task.tables()
                .hosts()
                .find(host)
                .map(known -> known.report().capacity())
                .orElse(null);
    }

    /**
     * Whether the host was removed so recently that not all tasks have recorded which containers are lost. If it were a host
     * again before, they would not find out that it was removed.
     */
    private boolean isBeingLeft(HostName host) {
        RegisteredHosts hosts = task.tables().hosts();
        Instant restarted = hosts.silenceCountsFrom();
        return hosts.find(host)
                .map(HostSnapshot::removedAt)
                .map(removed -> removed.isAfter(restarted) ? removed : restarted)
                .filter(from -> task.now().isBefore(from.plus(DEPARTURE)))
                .isPresent();
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
