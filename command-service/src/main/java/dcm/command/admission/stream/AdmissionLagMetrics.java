package dcm.command.admission.stream;

import dcm.contract.topic.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.kafka.common.Metric;
import org.apache.kafka.streams.KafkaStreams;

/**
 * Measures how far admission is behind its inputs, from the metrics of its stream threads' consumers. They do not count the records that a
 * task has read but not processed, which are about a thousand in each partition at most.
 */
@Singleton
class AdmissionLagMetrics {
    private final Instance<KafkaStreams> streams;

    AdmissionLagMetrics(Instance<KafkaStreams> streams) {
        this.streams = streams;
    }

    void register(@Observes StartupEvent event, MeterRegistry metrics) {
        for (Topic topic : List.of(Topic.INTENTS, Topic.REPORTS, Topic.HEARTBEATS)) {
            Gauge.builder("dcm.admission.lag.records", this, lags -> lags.of(topic))
                    .description(
                            "Records of a topic that admission has not read yet, in the partitions of this process")
                    .tag("topic", topic.topicName())
                    .register(metrics);
        }
        Gauge.builder(
                        "dcm.admission.running",
                        this,
                        lags -> lags.streams.get().state() == KafkaStreams.State.RUNNING ? 1 : 0)
                .description("1 while admission processes records")
                .register(metrics);
    }

    private double of(Topic topic) {
        return streams.get().metrics().values().stream()
                .filter(metric -> isLag(metric, topic.topicName()))
                .map(Metric::metricValue)
                .mapToDouble(value -> value instanceof Double lag && !lag.isNaN() ? lag : 0)
                .sum();
    }

    private static boolean isLag(Metric metric, String topic) {
        return metric.metricName().name().equals("records-lag")
                && topic.equals(metric.metricName().tags().get("topic"));
    }
}
