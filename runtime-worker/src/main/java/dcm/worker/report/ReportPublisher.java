package dcm.worker.report;

import dcm.contract.authentication.ReportKey;
import dcm.contract.authentication.ReportSource;
import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.envelope.Envelope;
import dcm.contract.envelope.Message;
import dcm.contract.envelope.TraceParent;
import dcm.contract.identity.Actor;
import dcm.contract.identity.AggregateId;
import dcm.contract.identity.HostName;
import dcm.contract.identity.OwnerName;
import dcm.contract.order.Order;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.contract.report.ContainerReport.OrderProgressed;
import dcm.contract.report.HostAlive;
import dcm.contract.report.HostReported;
import dcm.contract.report.Report;
import dcm.contract.topic.Topic;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.jboss.logging.Logger;

/** Appends reports to {@code dcm.reports} and heartbeats to {@code dcm.heartbeats}. Thread-safe. */
@ApplicationScoped
public class ReportPublisher implements ObservationReporter {
    private static final Logger LOG = Logger.getLogger(ReportPublisher.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(15);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(5);

    private final LogEmitter<Report> reports;
    private final LogEmitter<Report> heartbeats;
    private final String source;
    private final HostName host;
    private final Clock clock = Clock.systemUTC();

    ReportPublisher(@Channel("reports") MutinyEmitter<byte[]> emitter, ReportSource source, ReportKey key) {
        Codec<Report> codec = new Codec<>(Families.REPORTS);
        this.reports = new LogEmitter<>(codec, Topic.REPORTS, key, emitter);
        this.heartbeats = new LogEmitter<>(codec, Topic.HEARTBEATS, key, emitter);
        this.source = source.value();
        this.host = source.host().orElseThrow();
    }

    /** Appends the result of an order; retries until it is recorded. */
    public void reportOutcome(Message<Order> order, OrderOutcome outcome) throws InterruptedException {
        Envelope cause = order.envelope();
        String id = host + ":" + outcome.container() + ":" + outcome.number();
        Envelope envelope = cause.next(id, source, cause.aggregate(), clock.instant(), cause.actor());
        appendUntilRecorded(new Message<>(envelope, outcome));
    }

    /** Appends an observation; retries until it is recorded. */
    @Override
    public void report(OwnerName owner, Report observation) throws InterruptedException {
        appendUntilRecorded(new Message<>(rootEnvelope(AggregateId.of(owner)), observation));
    }

    /**
     * Appends the progress of an order; false if that failed. A lost progress report is harmless, because the result
     * follows.
     */
    public boolean progress(Message<Order> order, String step) {
        Envelope cause = order.envelope();
        Order about = order.payload();
        String id = host + ":" + about.container() + ":" + about.number() + ":" + clock.instant();
        Envelope envelope = cause.next(id, source, cause.aggregate(), clock.instant(), cause.actor());
        try {
            append(new Message<>(envelope, new OrderProgressed(host, about.container(), about.number(), step)));
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "step of an order was not recorded: number=%d account=%s container=%s reason=%s",
                    about.number(), about.owner(), about.container(), e.getMessage());
            return false;
        }
    }

    /** Appends the host's description. A lost one is harmless, because another follows. */
    public void describe(HostReported description) {
        append(reports, description);
    }

    /** Appends a heartbeat; false if that failed. */
    public boolean heartbeat(HostAlive heartbeat) {
        return append(heartbeats, heartbeat);
    }

    private boolean append(LogEmitter<Report> emitter, Report aboutHost) {
        try {
            emitter.append(new Message<>(rootEnvelope(AggregateId.of(host)), aboutHost))
                    .await()
                    .atMost(TIMEOUT);
            return true;
        } catch (RuntimeException e) {
            LOG.warnf("heartbeat was not recorded: host=%s reason=%s", host, e.getMessage());
            return false;
        }
    }

    private void appendUntilRecorded(Message<Report> message) throws InterruptedException {
        Duration pause = Duration.ofMillis(100);
        while (true) {
            try {
                append(message);
                return;
            } catch (RuntimeException e) {
                LOG.warnf(
                        "report was not recorded and is retried: id=%s reason=%s",
                        message.envelope().id(), e.getMessage());
                Thread.sleep(pause);
                pause = pause.compareTo(MAX_PAUSE) < 0 ? pause.multipliedBy(2) : MAX_PAUSE;
            }
        }
    }

    private void append(Message<Report> message) {
        reports.append(message).await().atMost(TIMEOUT);
    }

    private Envelope rootEnvelope(AggregateId aggregate) {
        String id = host + ":" + clock.instant();
        return Envelope.first(id, source, aggregate, clock.instant(), Actor.host(host), TraceParent.fresh());
    }
}
