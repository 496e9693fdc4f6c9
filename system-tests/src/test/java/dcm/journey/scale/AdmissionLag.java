package dcm.journey.scale;

import dcm.contract.topic.Topic;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaConnection;
import dcm.kafka.LogReader;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Observes how many intents, reports and heartbeats admission has not decided yet. */
final class AdmissionLag implements AutoCloseable {
    private static final List<TopicPartition> INPUTS = Stream.of(Topic.INTENTS, Topic.REPORTS, Topic.HEARTBEATS)
            .flatMap(topic -> LogReader.partitions(topic.topicName(), topic.partitions()).stream())
            .toList();

    private final Admin admin;
    private final AtomicLong most = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    AdmissionLag(KafkaConnection connection) {
        admin = Admin.create(connection.properties());
        timer.scheduleWithFixedDelay(this::observe, 500, 500, TimeUnit.MILLISECONDS);
    }

    /** The largest number of records since the start. */
    long most() {
        return most.get();
    }

    private void observe() {
        try {
            var read = admin.listConsumerGroupOffsets(BrokerUserProvisioner.STREAMS_APPLICATION)
                    .partitionsToOffsetAndMetadata()
                    .get();
            var ends = admin.listOffsets(INPUTS.stream()
                            .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest())))
                    .all()
                    .get();
            long lag = INPUTS.stream()
                    .filter(read::containsKey)
                    .mapToLong(
                            input -> ends.get(input).offset() - read.get(input).offset())
                    .sum();
            most.accumulateAndGet(lag, Math::max);
        } catch (ExecutionException e) { // an exception would end the observation
            System.out.println("the lag of admission could not be read: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close();
    }
}
