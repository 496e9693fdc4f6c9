package dcm.contract.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The types of one family of records with their stable names, versions and upcasters. Building a family fails if a leaf
 * of the sealed interface has no name or if a name is used twice. Thread-safe.
 *
 * @param <T> the family's sealed interface, or its only record
 */
public final class Family<T> {
    private final Class<T> root;
    private final Map<String, Type<? extends T>> byName;
    private final Map<Class<?>, Type<? extends T>> byClass = new HashMap<>();

    private Family(Class<T> root, Map<String, Type<? extends T>> byName) {
        this.root = root;
        this.byName = Map.copyOf(byName);
        byName.values().forEach(type -> byClass.put(type.javaClass, type));
        leaves(root).filter(leaf -> !byClass.containsKey(leaf)).findAny().ifPresent(leaf -> {
            throw new IllegalStateException(leaf + " has no name in the family " + root.getSimpleName());
        });
    }

    static <T> Builder<T> of(Class<T> root) {
        return new Builder<>(root);
    }

    /** The current version of each type, by name. */
    public Map<String, Integer> versions() {
        Map<String, Integer> versions = new LinkedHashMap<>();
        byName.values().forEach(type -> versions.put(type.name, type.version()));
        return versions;
    }

    /** The stable name of a payload's type. */
    public String nameOf(T payload) {
        return typeOf(payload).name;
    }

    int versionOf(T payload) {
        return typeOf(payload).version();
    }

    byte[] write(T payload) {
        try {
            return Json.MAPPER.writeValueAsBytes(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot write " + payload.getClass(), e);
        }
    }

    T read(String name, int version, byte[] value) {
        Type<? extends T> type = byName.get(name);
        if (type == null) {
            throw new UnreadableRecordException(
                    "unknown type '" + name + "' among " + root.getSimpleName() + " records");
        }
        return type.read(version, value);
    }

    private Type<? extends T> typeOf(T payload) {
        Type<? extends T> type = byClass.get(payload.getClass());
        if (type == null) {
            throw new IllegalArgumentException(payload.getClass() + " is not a leaf of " + root);
        }
        return type;
    }

    private static Stream<Class<?>> leaves(Class<?> type) {
        Class<?> @Nullable [] permitted = type.getPermittedSubclasses();
        return permitted == null ? Stream.of(type) : Stream.of(permitted).flatMap(Family::leaves);
    }

    private record Type<T>(String name, Class<T> javaClass, List<Upcaster> upcasters) {
        int version() {
            return upcasters.size() + 1;
        }

        T read(int version, byte[] value) {
            if (version < 1 || version > version()) {
                throw new UnreadableRecordException(
                        "'" + name + "' of version " + version + "; this DCM reads versions 1 to " + version());
            }
            try {
                T payload = version == version() && isObject(value)
                        ? Json.MAPPER.readValue(value, javaClass)
                        : Json.MAPPER.treeToValue(upcast(version, value), javaClass);
                Completeness.check(payload, name);
                return payload;
            } catch (IOException e) {
                throw new UnreadableRecordException("damaged '" + name + "': " + e.getMessage(), e);
            }
        }

        private static boolean isObject(byte @Nullable [] value) {
            return value != null && value.length > 0 && value[0] == '{';
        }

        private ObjectNode upcast(int version, byte[] value) throws IOException {
            if (!(Json.MAPPER.readTree(value) instanceof ObjectNode object)) {
                throw new UnreadableRecordException("'" + name + "' is not a JSON object");
            }
            for (Upcaster upcaster : upcasters.subList(version - 1, upcasters.size())) {
                object = upcaster.upcast(object);
            }
            return object;
        }
    }

    /** Collects the types of a family. */
    static final class Builder<T> {
        private final Class<T> root;
        private final Map<String, Type<? extends T>> byName = new LinkedHashMap<>();

        private Builder(Class<T> root) {
            this.root = root;
        }

        /** Adds a type. Its version is 1 plus the number of its upcasters, which convert from version 1 upwards. */
        <S extends T> Builder<T> type(String name, Class<S> javaClass, Upcaster... upcasters) {
            if (byName.put(name, new Type<>(name, javaClass, List.of(upcasters))) != null) {
                throw new IllegalStateException("'" + name + "' is given twice");
            }
            return this;
        }

        Family<T> build() {
            return new Family<>(root, byName);
        }
    }
}
