package dcm.projection.metrics;

import dcm.contract.topic.Topic;
import dcm.rest.readiness.IssuerReachability;
import dcm.rest.readiness.LogReaderReadiness;
import dcm.rest.supervision.SupervisedLoop;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Measures whether Kafka, PostgreSQL and the issuer of tokens answer. They have no metrics of their own, and the services that need them keep
 * running without them.
 */
@Startup
@Singleton
class DependencyMetrics {
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final int TIMEOUT_SECONDS = 5;
    private static final TopicPartition ANY = new TopicPartition(Topic.ACCOUNTS.topicName(), 0);

    private final Map<String, Boolean> reachable = new ConcurrentHashMap<>();
    private final DataSource database;
    private final IssuerReachability issuer;
    private final MeterRegistry metrics;
    private final Map<String, Object> kafka;
    private final boolean rebuild;
    private final SupervisedLoop loop = SupervisedLoop.of("dependency-metrics", PAUSE, this::measure);

    DependencyMetrics(
            DataSource database,
            IssuerReachability issuer,
            LogReaderReadiness readers,
            MeterRegistry metrics,
            @ConfigProperty(name = "dcm.views.rebuild") boolean rebuild) {
        this.database = database;
        this.issuer = issuer;
        this.metrics = metrics;
        this.rebuild = rebuild;
        this.kafka = readers.connection()
                .with(Map.of(
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        TIMEOUT_SECONDS * 1_000,
                        ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        TIMEOUT_SECONDS * 1_000 - 1_000));
    }

    @PostConstruct
    void start() {
        if (!rebuild) {
            register("kafka");
            register("postgresql");
            register("issuer");
            loop.start();
        }
    }

    @PreDestroy
    void stop() {
        loop.close();
    }

    private void register(String dependency) {
        Gauge.builder("dcm.dependency.reachable", reachable, of -> {
                    Boolean answers = of.get(dependency);
                    return answers == null ? Double.NaN : answers ? 1 : 0;
                })
                .description(
                        "1 while Kafka, PostgreSQL or the issuer of tokens answers; NaN before the first measurement")
                .tag("dependency", dependency)
                .register(metrics);
    }

    private void measure() throws InterruptedException {
        try (Consumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            while (true) {
                reachable.put("kafka", kafkaAnswers(consumer));
                reachable.put("postgresql", databaseAnswers());
                reachable.put("issuer", issuer.isReachable());
                Thread.sleep(PAUSE);
            }
        }
    }

    private static boolean kafkaAnswers(Consumer<?, ?> consumer) throws InterruptedException {
        try {
            return !consumer.endOffsets(List.of(ANY)).isEmpty();
        } catch (InterruptException e) {
            throw new InterruptedException();
        } catch (KafkaException e) {
            return false;
        }
    }

    private boolean databaseAnswers() {
        try (Connection connection = database.getConnection()) {
            return connection.isValid(TIMEOUT_SECONDS);
        } catch (SQLException e) {
            return false;
        }
    }
}
