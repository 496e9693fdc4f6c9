package dcm.worker.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostDeclaration;
import dcm.contract.identity.HostName;
import dcm.contract.identity.JoinId;
import dcm.contract.report.HeartbeatInterval;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.snapshot.HostSnapshot.Refusal;
import dcm.kafka.KafkaRecords;
import dcm.worker.lifecycle.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.jspecify.annotations.Nullable;

/**
 * Waits until {@code dcm.hosts} shows that this host was admitted. Thread-safe.
 */
public final class Membership {
    private final Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
    private final HostName host;
    private final String engineId;
    private final String installation;
    private final Optional<JoinId> join;
    /** The installations of hosts in the log that do not belong to this installation, by the host's name. */
    private final Map<String, String> otherInstallations = new ConcurrentSkipListMap<>();

    private boolean admitted;
    private volatile @Nullable Problem problem;
    private @Nullable Refusal refused;
    private volatile @Nullable String revision;
    /** The hosts of the installation that are not removed. */
    private final Set<HostName> present = ConcurrentHashMap.newKeySet();

    /** @param join how this host joined; empty if the installation itself has set up the worker */
    public Membership(HostName host, String engineId, String installation, Optional<JoinId> join) {
        this.join = join;
        this.host = host;
        this.engineId = engineId;
        this.installation = installation;
    }

    /** Applies changes of hosts. */
    public void apply(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            HostSnapshot snapshot = KafkaRecords.message(codec, record).payload();
            String known = snapshot.report().installation();
            if (snapshot.removedAt() == null && known != null && !known.equals(installation)) {
                otherInstallations.put(record.key(), known);
                continue;
            }
            otherInstallations.remove(record.key());
            if (snapshot.removedAt() == null) {
                present.add(snapshot.name());
            } else {
                present.remove(snapshot.name());
            }
            if (snapshot.name().equals(host)) {
                problem = problem(snapshot);
                refused = snapshot.refusal();
                // Without its engine, which may have been replaced since this worker started. A revision identifies the
                // worker.
                boolean isAccepted = snapshot.removedAt() == null && refused == null && hasJoined(snapshot);
                // An earlier admission does not publish that this worker reads accounts from its topic.
                revision = isAccepted && snapshot.readsAccounts()
                        ? snapshot.report().revision()
                        : null;
                if (isThisHost(snapshot)) {
                    admit();
                }
            }
        }
    }

    /**
     * The first refusal that this worker reads may be of an earlier worker with other settings. Admission repeats it while it refuses
     * this worker, too.
     */
    private @Nullable Problem problem(HostSnapshot snapshot) {
        if (snapshot.removedAt() != null) {
            return join.isPresent() && hasJoined(snapshot)
                    ? Problem.permanent("this host was removed at " + snapshot.removedAt() + "." + joinAgain())
                    : null;
        }
        Refusal latest = snapshot.refusal();
        if (latest == null) {
            return null;
        }
        boolean isRepeated = refused != null && latest.at().isAfter(refused.at());
        return new Problem(latest.reason(), isRepeated);
    }

    /** The snapshot of an earlier time as a host, which ended by a removal, is of no use. */
    private boolean isThisHost(HostSnapshot snapshot) {
        return snapshot.removedAt() == null && snapshot.report().engineId().equals(engineId) && hasJoined(snapshot);
    }

    /** Whether the snapshot's host joined with the invitation of this one. */
    private boolean hasJoined(HostSnapshot snapshot) {
        return Optional.ofNullable(snapshot.declaration())
                .map(HostDeclaration::join)
                .equals(join);
    }

    private synchronized void admit() {
        admitted = true;
        notifyAll();
    }

    /** Why this host's reports are refused; empty if no reason is known. */
    public Optional<Problem> refusal() {
        return Optional.ofNullable(problem).or(this::otherInstallation);
    }

    /**
     * What it means that the worker cannot read the log. A removal ends the access, and a worker that was stopped meanwhile
     * cannot read about it. Empty if the reason is another one.
     */
    public Optional<Problem> lostAccess(Throwable failure) {
        boolean isRejected =
                failure instanceof SaslAuthenticationException || failure instanceof AuthorizationException;
        return isRejected && join.isPresent()
                ? Optional.of(
                        Problem.permanent("this host was removed, or another machine has joined under its name: the"
                                + " installation no longer accepts this worker (" + failure.getMessage() + ")."
                                + joinAgain()))
                : Optional.empty();
    }

    private String joinAgain() {
        return " To use this machine again, run dcm host invite " + host
                + " at the installation, then dcm down and dcm host join here.";
    }

    private Optional<Problem> otherInstallation() {
        return otherInstallations.values().stream()
                .findFirst()
                .map(known -> Problem.permanent("this worker belongs to the installation " + installation
                        + ", but the hosts in the log belong to the installation " + known
                        + "; start the worker with DCM_INSTALLATION=" + known));
    }

    /** The revision of this host's description that admission has published completely; empty if there is none, or it refuses the host. */
    public Optional<String> publishedRevision() {
        return Optional.ofNullable(revision);
    }

    /** How often this host sends heartbeats. */
    public Duration heartbeatInterval() {
        return HeartbeatInterval.of(present.size());
    }

    public synchronized boolean isAdmitted() {
        return admitted;
    }

    /** Blocks until the host is admitted. */
    public synchronized void awaitAdmitted() throws InterruptedException {
        while (!admitted) {
            wait();
        }
    }
}
