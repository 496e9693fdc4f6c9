package dcm.command.admission.stream;

import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Entries sorted by key: a stream task's store, or a map during a rebuild. */
interface KeyValueTable {
    /** Sorts after every character that is used in keys. */
    String LAST = "\u007f";

    byte @Nullable [] get(String key);

    void put(String key, byte[] value);

    void delete(String key);

    /** Passes all entries from {@code first} to {@code last}, both inclusive, in key order. */
    void scan(String first, String last, BiConsumer<String, byte[]> seen);

    /** The first key from {@code first} to {@code last}. */
    Optional<String> firstKey(String first, String last);

    static KeyValueTable of(KeyValueStore<String, byte[]> store) {
        return new ReadOnly(store) {
            @Override
            public void put(String key, byte[] value) {
                store.put(key, value);
            }

            @Override
            public void delete(String key) {
                store.delete(key);
            }
        };
    }

    /** A store that only Kafka Streams may change. */
    class ReadOnly implements KeyValueTable {
        private final ReadOnlyKeyValueStore<String, byte[]> store;

        ReadOnly(ReadOnlyKeyValueStore<String, byte[]> store) {
            this.store = store;
        }

        @Override
        public byte @Nullable [] get(String key) {
            return store.get(key);
        }

        @Override
        public void put(String key, byte[] value) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void delete(String key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void scan(String first, String last, BiConsumer<String, byte[]> seen) {
            try (KeyValueIterator<String, byte[]> rows = store.range(first, last)) {
                rows.forEachRemaining(row -> seen.accept(row.key, row.value));
            }
        }

        @Override
        public Optional<String> firstKey(String first, String last) {
            try (KeyValueIterator<String, byte[]> rows = store.range(first, last)) {
                return rows.hasNext() ? Optional.of(rows.peekNextKey()) : Optional.empty();
            }
        }
    }

    static KeyValueTable of(NavigableMap<String, byte[]> map) {
        return new KeyValueTable() {
            @Override
            public byte @Nullable [] get(String key) {
                return map.get(key);
            }

            @Override
            public void put(String key, byte[] value) {
                map.put(key, value);
            }

            @Override
            public void delete(String key) {
                map.remove(key);
            }

            @Override
            public void scan(String first, String last, BiConsumer<String, byte[]> seen) {
                map.subMap(first, true, last, true).forEach(seen);
            }

            @Override
            public Optional<String> firstKey(String first, String last) {
                return map.subMap(first, true, last, true).keySet().stream().findFirst();
            }
        };
    }
}
