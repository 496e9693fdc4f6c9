package dcm.projection.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.kafka.KafkaRecords;
import dcm.kafka.LogReader;
import dcm.rest.host.HostCache;
import dcm.rest.readiness.LogReaderReadiness;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Follows {@code dcm.hosts} and provides the state of hosts to queries. */
@Startup
@ApplicationScoped
public class HostViewReader {
    private final Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
    private final AvailableBaseImages images = new AvailableBaseImages();
    private final WorkerAddresses workers = new WorkerAddresses();
    private final HostCache states = new HostCache();
    private final LogReader reader;

    HostViewReader(LogReaderReadiness readers) {
        this.reader = readers.register(LogReader.ofTable("hosts", readers.connection(), Topic.HOSTS, this::take));
    }

    @PostConstruct
    void start() {
        reader.start();
    }

    @PreDestroy
    void stop() {
        reader.close();
    }

    @Produces
    @Singleton
    AvailableBaseImages baseImages() {
        return images;
    }

    @Produces
    @Singleton
    WorkerAddresses workers() {
        return workers;
    }

    @Produces
    @Singleton
    HostCache states() {
        return states;
    }

    private void take(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            HostSnapshot host = KafkaRecords.message(codec, record).payload();
            images.take(host);
            workers.take(host);
            states.take(host);
        }
    }
}
