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

/**
 * The images that this host should have or should remove, read from its partition of {@code dcm.wanted}. Thread-safe.
 */
public final class WantedImages {
    private final Codec<Wanted> codec = new Codec<>(Families.WANTED);
    private final Map<ImageId, ImageWanted> images = new ConcurrentHashMap<>();
    private final HostName host;

    public WantedImages(HostName host) {
        this.host = host;
    }

    /** Applies a batch of records; true if there is more to do than before. */
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

    /** Images that were made under another id and must get this one. */
    public List<ImageWanted> adopted() {
        return images.values().stream()
                .filter(image -> image.digest() != null && !image.removed())
                .toList();
    }

    /** Images that must be removed. */
    public List<ImageWanted> removed() {
        return images.values().stream().filter(ImageWanted::removed).toList();
    }

    /** True if this host should have the image or should make it. */
    public boolean isWanted(ImageId id) {
        ImageWanted image = images.get(id);
        return image != null && !image.removed();
    }
}
