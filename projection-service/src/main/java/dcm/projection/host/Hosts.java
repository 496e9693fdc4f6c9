package dcm.projection.host;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.snapshot.HostSnapshot;
import dcm.contract.topic.Topic;
import dcm.edge.readiness.LogReaders;
import dcm.log.KafkaRecords;
import dcm.log.LogReader;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Reads {@code dcm.hosts} into what queries know of hosts. It is held in memory and read anew at each start. */
@ApplicationScoped
public class Hosts {
    @Produces
    @Singleton
    @Startup
    BaseImages baseImages(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, LogReaders readers) {
        BaseImages images = new BaseImages();
        Codec<HostSnapshot> codec = new Codec<>(Families.HOSTS);
        readers.register(new LogReader(
                        "hosts",
                        bootstrapServers,
                        LogReader.partitions(Topic.HOSTS.topicName(), Topic.HOSTS.partitions()),
                        LogReader.Start.BEGINNING,
                        records -> records.forEach(record ->
                                images.take(KafkaRecords.message(codec, record).payload()))))
                .start();
        return images;
    }
}
