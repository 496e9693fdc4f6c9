package dcm.stack.lifecycle;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.installation.Installation;
import dcm.stack.machine.StackFailure;
import dcm.stack.part.Part;
import dcm.stack.part.PartProcesses;
import dcm.stack.part.UnitProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** How often the supervisor, which counts in a file, or systemd has restarted each part. */
public final class Restarts {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    /**
     * The restarts of a part since the supervisor was started.
     *
     * @param last the time of the last one, in ISO 8601
     * @param reason why the part was restarted, such as "it ended"
     */
    public record Restarted(int count, String last, String reason) {
        /** How often, in words that a time follows. */
        public String often() {
            return count == 1 ? "once, at" : count + " times, the last time at";
        }
    }

    public Restarts(Installation installation) {
        this.file = installation.home().resolve("run/restarts.json");
    }

    /** The restarts of these parts, by the name of the part. */
    public static Map<String, Restarted> of(Installation installation, Collection<Part> parts) {
        return PartProcesses.areUnits(installation) ? bySystemd(parts) : new Restarts(installation).read();
    }

    private static Map<String, Restarted> bySystemd(Collection<Part> parts) {
        Map<String, Restarted> all = new TreeMap<>();
        for (Part part : parts) {
            if (part.process() instanceof UnitProcess unit) {
                unit.restarts()
                        .ifPresent(restarts -> all.put(
                                part.name(), new Restarted(restarts.count(), restarts.last(), restarts.reason())));
            }
        }
        return all;
    }

    /** The restarts by the supervisor. */
    Map<String, Restarted> read() {
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            return JSON.readValue(file.toFile(), new TypeReference<>() {});
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    void add(String part, Instant time, String reason) {
        Map<String, Restarted> all = new TreeMap<>(read());
        int earlier = Optional.ofNullable(all.get(part)).map(Restarted::count).orElse(0);
        all.put(
                part,
                new Restarted(earlier + 1, time.truncatedTo(ChronoUnit.SECONDS).toString(), reason));
        try {
            Path draft = file.resolveSibling("restarts.json.new");
            JSON.writeValue(draft.toFile(), all);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    void clear() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new StackFailure("Cannot delete %s: %s".formatted(file, e.getMessage()), e);
        }
    }
}
