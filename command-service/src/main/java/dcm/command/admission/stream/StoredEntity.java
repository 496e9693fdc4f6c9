package dcm.command.admission.stream;

import dcm.contract.codec.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The format of an entity in admission's state: JSON. */
final class StoredEntity {
    private StoredEntity() {}

    static byte[] write(Object entity) {
        try {
            return Json.MAPPER.writeValueAsBytes(entity);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws UncheckedIOException if another version of DCM has written the entity */
    static <T> T read(Class<T> type, byte[] value) {
        try {
            return Objects.requireNonNull(Json.MAPPER.readValue(value, type));
        } catch (IOException e) {
            throw new UncheckedIOException("admission's state has another format; rebuild it", e);
        }
    }
}
