package dcm.command.admission.stream;

import dcm.contract.topic.Topic;
import dcm.kafka.BrokerUserProvisioner;
import dcm.kafka.KafkaConnection;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the backlog from the broker: from admission's committed offset to the end of the partition. Thread-safe. */
@Singleton
class KafkaReportBacklog implements ReportBacklog {
    private final Admin admin;

    KafkaReportBacklog(KafkaConnection connection) {
        admin = Admin.create(connection.properties());
    }

    @PreDestroy
    void close() {
        admin.close(Duration.ZERO);
    }

    /** @throws KafkaException if the broker does not answer; the task then restarts */
    @Override
    public long end(int partition) {
        TopicPartition reports = new TopicPartition(Topic.REPORTS.topicName(), partition);
        try {
            OffsetAndMetadata committed = admin.listConsumerGroupOffsets(BrokerUserProvisioner.STREAMS_APPLICATION)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(reports);
            long end = admin.listOffsets(Map.of(reports, OffsetSpec.latest()))
                    .partitionResult(reports)
                    .get()
                    .offset();
            return committed != null && committed.offset() >= end ? 0 : end;
        } catch (ExecutionException e) {
            throw new KafkaException("the backlog of " + reports + " is not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the backlog of " + reports + " was asked for", e);
        }
    }
}
