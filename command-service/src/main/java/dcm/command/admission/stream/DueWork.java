package dcm.command.admission.stream;

import dcm.command.admission.owner.HostDecommissioning;
import dcm.command.admission.owner.OwnerDecider;
import dcm.command.admission.owner.ReportDecider;
import dcm.command.admission.state.OwnerState;
import dcm.command.admission.stream.DueIndex.Due;
import dcm.contract.envelope.Envelope;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.snapshot.HostSnapshot;
import dcm.trace.SpanAttribute;
import dcm.trace.TraceSpan;
import dcm.trace.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jboss.logging.Logger;

/**
 * What a task does without an input: orders and accounts that expire, removals that wait, hosts that are taken out of use, and
 * those whose workers begin to read accounts. Not thread-safe.
 */
final class DueWork {
    private static final Logger LOG = Logger.getLogger(DueWork.class);

    /** How long after an order's deadline its outcome may still arrive. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    /** How often work that has no deadline is checked. */
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final ProcessorContext<?, ?> context;
    private final AdmissionTask task;
    private final OwnerAdmission owners;
    private final AdmissionStatus status;
    private final DeadlineTimer timer;
    private final Tracing tracing;
    private final Set<AggregateId> failing = new HashSet<>();
    private final long backlogEnd;
    private final Departures departures = new Departures();
    private boolean isAnyoneLeaving;
    private Instant firstDue = Instant.MAX;
    private long nextReport;

    DueWork(
            ProcessorContext<?, ?> context,
            AdmissionTask task,
            OwnerAdmission owners,
            AccountPublication accounts,
            AdmissionStatus status,
            Tracing tracing) {
        this.context = context;
        this.task = task;
        this.owners = owners;
        this.status = status;
        this.tracing = tracing;
        this.backlogEnd = task.tables().backlog().end(task.partition());
        this.timer = new DeadlineTimer(context, INTERVAL, this::run);
        schedule();
        context.schedule(INTERVAL, PunctuationType.WALL_CLOCK_TIME, time -> {
            status.progressed(task.partition());
            if (accounts.run()) {
                context.commit();
            }
            leaveHosts();
            run();
        });
    }

    /** A report was read. */
    void reportRead(long offset) {
        nextReport = offset + 1;
    }

    /** Schedules the next run for the first work that falls due before the next regular check. */
    void schedule() {
        DueIndex due = task.state().due();
        if (due.takeChange()) { // to find the first key, Kafka Streams copies all of its kind
            isAnyoneLeaving = due.isAnyoneLeaving();
            Instant deadline = due.firstDeadline().map(time -> time.plus(GRACE)).orElse(Instant.MAX);
            Instant expiry = due.firstExpiry().orElse(Instant.MAX);
            firstDue = Collections.min(List.of(deadline, expiry));
        }
        timer.schedule(isAnyoneLeaving ? task.now() : firstDue);
    }

    /** The task moves away from this process. */
    void close() {
        failing.forEach(status::succeeded);
    }

    private void run() {
        failing.forEach(status::succeeded); // unless it fails again
        failing.clear();
        expireOrders();
        expireAccounts();
        continueRemovals();
        schedule();
    }

    /** While a backlog of reports is unread, a missing outcome may be among them. */
    private void expireOrders() {
        if (nextReport < backlogEnd) {
            return;
        }
        for (Due due : task.state().due().ordersBefore(task.now().minus(GRACE))) {
            String occasion = "deadline:" + due.container() + ":" + due.number();
            attempt(due.owner(), occasion, owner -> {
                Instant now = task.now();
                task.onSuccess(() -> status.metrics().expired(due.container(), due.number(), now));
                return ReportDecider.expire(owner, due.container(), due.number());
            });
        }
    }

    private void expireAccounts() {
        for (OwnerName name : task.state().due().accountsBefore(task.now())) {
            attempt(name, "expiry:" + task.now().toEpochMilli(), OwnerDecider::expire);
        }
    }

    /** Continues removals that wait for hosts, the catalog or another account's quota. */
    private void continueRemovals() {
        for (OwnerName name : task.state().due().leaving()) {
            attempt(
                    name,
                    "removal:" + task.now().toEpochMilli(),
                    owner -> OwnerDecider.next(owner, task.decisionContext()));
        }
    }

    /** Stops or removes what this task's owners have on hosts that are drained or removed. */
    private void leaveHosts() {
        Instant now = task.now();
        for (HostSnapshot host : task.tables().hosts().current(now).all()) {
            boolean gone = host.removedAt() != null; // what waits for another host can wait for days
            boolean drained = host.cordon() != null && host.cordon().isDrained(now);
            if (!gone && !drained) {
                departures.forget(host.name());
            } else if (departures.isDue(host, now)) {
                leave(host.name(), gone);
            }
        }
    }

    private void leave(HostName host, boolean gone) {
        for (OwnerName name : task.state().places().on(host)) {
            attempt(
                    name,
                    "departure:" + host + ":" + task.now().toEpochMilli(),
                    owner -> gone
                            ? HostDecommissioning.gone(owner, host, task.decisionContext())
                            : HostDecommissioning.drained(owner, host));
        }
    }

    /** Decides about one owner. A failure concerns this owner alone, and is retried the next time. */
    private void attempt(OwnerName name, String occasion, Function<OwnerState, List<OwnerEvent>> decider) {
        AggregateId aggregate = AggregateId.of(name);
        task.attempt(() -> {
                    TraceSpan span = tracing.root("decide " + occasion.split(":", 2)[0], SpanKind.INTERNAL);
                    Envelope cause = Envelope.first(
                            aggregate + ":" + occasion,
                            EventWriter.SOURCE,
                            aggregate,
                            task.now(),
                            Actor.ADMISSION,
                            span.context());
                    owners.decide(cause, null, owner -> traced(span, decider.apply(owner)));
                })
                .ifPresent(failure -> {
                    LOG.errorf(failure, "due work failed and is retried: aggregate=%s", aggregate);
                    status.failed(aggregate, failure);
                    failing.add(aggregate);
                });
        context.commit(); // another task that starts waits for the end of open transactions, see CurrentTables
    }

    /**
     * Sends the span if there are events. The state has no trace of the request that caused the work, so the intent's id connects them.
     */
    private List<OwnerEvent> traced(TraceSpan span, List<OwnerEvent> events) {
        events.stream()
                .map(OwnerEvent::intent)
                .filter(Objects::nonNull)
                .findFirst()
                .ifPresent(intent -> span.set(SpanAttribute.INTENT, intent.value()));
        if (!events.isEmpty()) {
            task.onSuccess(span::close);
        }
        return events;
    }
}
