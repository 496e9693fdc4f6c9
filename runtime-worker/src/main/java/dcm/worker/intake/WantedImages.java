package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.contract.wanted.ImageWanted;
import dcm.contract.wanted.Wanted;
import dcm.log.KafkaRecords;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** Which of its owners' images this host should have, and which no more, from its partition of {@code dcm.wanted}. Thread-safe. */
public final class WantedImages {
    private final Codec<Wanted> codec = new Codec<>(Families.WANTED);
    private final Map<ImageId, ImageWanted> images = new ConcurrentHashMap<>();
    private final HostName host;

    public WantedImages(HostName host) {
        this.host = host;
    }

    /** Takes wanted images as they change; true when there is more to do than before. */
    public boolean take(ConsumerRecords<String, byte[]> records) {
        boolean more = false;
        for (ConsumerRecord<String, byte[]> record : records) {
            if (!ImageWanted.isKey(record.key())) {
                continue;
            }
            if (record.value() == null) {
                images.remove(ImageWanted.image(record.key()));
            } else if (KafkaRecords.message(codec, record).payload() instanceof ImageWanted image
                    && image.host().equals(host)) {
                images.put(image.image(), image);
                more |= image.removed() || image.digest() != null;
            }
        }
        return more;
    }

    /** Those that were made under another name. */
    public List<ImageWanted> adopted() {
        return images.values().stream()
                .filter(image -> image.digest() != null && !image.removed())
                .toList();
    }

    /** Those of which nothing is to be left. */
    public List<ImageWanted> removed() {
        return images.values().stream().filter(ImageWanted::removed).toList();
    }

    /** True for an image that this host has, or is to make. */
    public boolean isWanted(ImageId id) {
        ImageWanted image = images.get(id);
        return image != null && !image.removed();
    }
}
