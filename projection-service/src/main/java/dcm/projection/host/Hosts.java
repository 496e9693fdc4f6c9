package dcm.projection.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.edge.host.HostStates;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaRecords;
import dcm.log.LogReader;
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
public class Hosts {
    private final Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
    private final BaseImages images = new BaseImages();
    private final Workers workers = new Workers();
    private final HostStates states = new HostStates();
    private final LogReader reader;

    Hosts(LogReaders readers) {
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
    BaseImages baseImages() {
        return images;
    }

    @Produces
    @Singleton
    Workers workers() {
        return workers;
    }

    @Produces
    @Singleton
    HostStates states() {
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
