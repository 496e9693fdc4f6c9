package dcm.command.admission.stream;

import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * The default number of admission's stream threads: one per processor, at most {@value #MAX}, so that one busy owner does not delay the
 * owners of other partitions. Any other configuration overrides it.
 */
public final class StreamThreads implements ConfigSource {
    private static final String NAME = "kafka-streams.num.stream.threads";
    private static final int MAX = 8;

    @Override
    public int getOrdinal() {
        return 50; // below application.properties
    }

    @Override
    public Set<String> getPropertyNames() {
        return Set.of(NAME);
    }

    @Override
    public @Nullable String getValue(String name) {
        int threads = Math.min(Runtime.getRuntime().availableProcessors(), MAX);
        return name.equals(NAME) ? Integer.toString(threads) : null;
    }

    @Override
    public String getName() {
        return "number of stream threads";
    }
}
