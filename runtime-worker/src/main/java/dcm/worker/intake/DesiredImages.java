package dcm.worker.intake;

import dcm.contract.codec.Codec;
import dcm.contract.codec.Families;
import dcm.contract.desired.DesiredImage;
import dcm.contract.desired.DesiredState;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageId;
import dcm.kafka.KafkaRecords;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/**
 * The images that this host should have or should remove, read from its partition of {@code dcm.wanted}. Thread-safe.
 */
public final class DesiredImages {
    private final Codec<DesiredState> codec = new Codec<>(Families.WANTED);
    private final Map<ImageId, DesiredImage> images = new ConcurrentHashMap<>();
    private final HostName host;

    public DesiredImages(HostName host) {
        this.host = host;
    }

    /** Applies a batch of records; true if there is more to do than before. */
    public boolean take(ConsumerRecords<String, byte[]> records) {
        boolean more = false;
        for (ConsumerRecord<String, byte[]> record : records) {
            if (!DesiredImage.isKey(record.key())) {
                continue;
            }
            if (record.value() == null) {
                images.remove(DesiredImage.image(record.key()));
            } else if (KafkaRecords.message(codec, record).payload() instanceof DesiredImage image
                    && image.host().equals(host)) {
                images.put(image.image(), image);
                more |= image.removed() || image.digest() != null;
            }
        }
        return more;
    }

    /** Images that were made under another id and must get this one. */
    public List<DesiredImage> adopted() {
        return images.values().stream()
                .filter(image -> image.digest() != null && !image.removed())
                .toList();
    }

    /** Images that must be removed. */
    public List<DesiredImage> removed() {
        return images.values().stream().filter(DesiredImage::removed).toList();
    }

    /** True if this host should have the image or should make it. */
    public boolean isWanted(ImageId id) {
        DesiredImage image = images.get(id);
        return image != null && !image.removed();
    }
}
