package dcm.command.admission.stream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dcm.contract.codec.Families;
import dcm.contract.identity.ContainerId;
import dcm.contract.identity.HostName;
import dcm.contract.order.Order;
import dcm.contract.problem.ErrorCode;
import dcm.contract.report.ContainerReport.OrderFailed;
import dcm.contract.report.ContainerReport.OrderOutcome;
import dcm.rest.metrics.LatencyHistogram;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The metrics of decisions and orders. Their labels name kinds and error codes, never accounts or containers. Thread-safe. */
final class AdmissionMetrics {
    private static final String ACCEPTED = "accepted";

    private static final int MAX_ORDERS = 100_000;
    private static final Duration LONGEST_ORDER = Duration.ofDays(1);

    private final MeterRegistry registry;
    private final Timer decisions;

    /** The orders that this process has written and no host has answered. Those of an earlier process are not measured. */
    private final Cache<OrderKey, Written> orders = Caffeine.newBuilder()
            .maximumSize(MAX_ORDERS)
            .expireAfterWrite(LONGEST_ORDER)
            .build();

    private record OrderKey(ContainerId container, int number) {}

    private record Written(HostName host, String kind, Instant at) {}

    AdmissionMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.decisions = LatencyHistogram.of(
                registry, "dcm.admission.decision", "Time from the record of an intent to its decision");
    }

    /**
     * Counts the decision about an intent.
     *
     * @param intent the kind of the intent
     * @param rejection null: it was accepted
     * @param waited the time since the intent was recorded
     */
    void decided(String intent, @Nullable ErrorCode rejection, Duration waited) {
        registry.counter(
                        "dcm.admission.decisions",
                        "intent",
                        intent,
                        "code",
                        rejection == null ? ACCEPTED : rejection.code())
                .increment();
        decisions.record(positive(waited));
    }

    /** Remembers when an order was written. */
    void ordered(Order order, Instant now) {
        orders.put(
                new OrderKey(order.container(), order.number()),
                new Written(order.host(), Families.ORDERS.nameOf(order), now));
    }

    /** Measures an order when its outcome is recorded for the first time. */
    void answered(OrderOutcome outcome, Instant now) {
        OrderKey key = new OrderKey(outcome.container(), outcome.number());
        Written written = orders.getIfPresent(key);
        if (written != null && written.host().equals(outcome.host())) {
            ended(key, outcome instanceof OrderFailed ? "failed" : "done", now);
        }
    }

    /** Measures an order that ended because its host reported no outcome before the deadline. */
    void expired(ContainerId container, int number, Instant now) {
        ended(new OrderKey(container, number), "expired", now);
    }

    private void ended(OrderKey key, String outcome, Instant now) {
        Written written = orders.asMap().remove(key);
        if (written != null) {
            LatencyHistogram.of(
                            registry,
                            "dcm.admission.order",
                            "Time from the record of an order to the event with its outcome",
                            "order",
                            written.kind(),
                            "outcome",
                            outcome)
                    .record(positive(Duration.between(written.at(), now)));
        }
    }

    /** Counts a discarded report by its claimed source. */
    void discarded(String source) {
        registry.counter("dcm.admission.discarded.reports", "source", source).increment();
    }

    /** The clock of the service that recorded the intent can be ahead. */
    private static Duration positive(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
