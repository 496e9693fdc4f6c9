package dcm.command.rest;

import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Settings;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.preset.PresetName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** The body of {@code POST /v1/containers}. */
public record CreateRequest(
        @Schema(
                description = "NAME or NAME:TAG of an image you may use",
                implementation = String.class,
                required = true,
                examples = "debian-ssh:13")
        @Nullable
        ImageName image,

        @Schema(
                description = "Unique among your containers; left out, DCM finds one",
                implementation = String.class,
                examples = "web")
        @Nullable
        ContainerName name,

        @Schema(
                description =
                        "Make so many equal containers, on one host and in your private network: admitted as a whole or not"
                                + " at all, then each with an outcome of its own",
                minimum = "1",
                maximum = "100",
                examples = "3")
        @Nullable
        Integer count,

        @Schema(
                description =
                        "Their names, by which they also find one another, with {n} in place of the number from 1 on;"
                                + " left out, DCM finds some",
                examples = "node-{n}")
        @Nullable
        String namePattern,

        @Schema(description = "CPUs; left out, the default", examples = "0.5") @Nullable
        BigDecimal cpus,

        @Schema(description = "Memory including swap, in MiB; left out, the default", examples = "512") @Nullable
        Integer memoryMiB,

        @Schema(
                description = "Ports to be published under the same numbers on one address of the host, such as 8080 or"
                        + " \"53/udp\"; without a protocol it is TCP",
                examples = "[8080, \"5353/udp\"]")
        @Nullable
        List<ContainerPort> ports,

        @Schema(
                description =
                        "Variables for the command and for SSH sessions. They are kept in the log and in images: no secrets",
                examples = "{\"MODE\": \"test\"}")
        @Nullable
        Map<String, String> environment,

        @Schema(
                description =
                        "A program and its arguments, started beside the SSH server whenever the container starts",
                examples = "[\"python3\", \"-m\", \"http.server\", \"8080\"]")
        @Nullable
        List<String> command,

        @Schema(description = "Where the command starts, an absolute path", examples = "/srv") @Nullable
        String workingDirectory,

        @Schema(description = "Notes of your own; their names begin with user.", examples = "{\"user.course\": \"os\"}")
        @Nullable
        Map<String, String> labels,

        @Schema(description = "A name of the time zone database", examples = "Europe/Berlin") @Nullable
        String timeZone,

        @Schema(
                description =
                        "A preset that is granted to you; GET /v1/presets lists them. What it sets cannot be asked for besides",
                implementation = String.class,
                examples = "gpu")
        @Nullable
        PresetName preset) {

    private static final int MOST_PORTS = 64;
    private static final String DIRECTION = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}" + DIRECTION + "]");
    private static final Pattern UNPRINTABLE_IN_SCRIPTS = Pattern.compile("[\\p{Cc}" + DIRECTION + "&&[^\n\t\r]]");
    private static final BigDecimal LEAST_CPUS = BigDecimal.valueOf(Limits.LEAST_MILLI_CPUS, 3);
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(10_000);

    CreateContainer toIntent() {
        if (image == null) {
            throw new InvalidValueException("image: Say which image the container is to be made of.");
        }
        if (memoryMiB != null && memoryMiB < Limits.LEAST_MEMORY_MIB) {
            throw new InvalidValueException("memoryMiB: A container needs at least " + Limits.LEAST_MEMORY_MIB
                    + " MiB; got " + memoryMiB + ".");
        }
        return new CreateContainer(image, name, milliCpus(), memoryMiB, checkedPorts(), settings(), batch(), preset);
    }

    private @Nullable Batch batch() {
        if (count == null && namePattern == null) {
            return null;
        }
        if (count == null) {
            throw new InvalidValueException("count: Say how many containers are to be named after the pattern.");
        }
        if (name != null) {
            throw new InvalidValueException(
                    "name: With count, say how to name them in namePattern, such as " + name + "-{n}.");
        }
        return new Batch(count, namePattern);
    }

    private List<ContainerPort> checkedPorts() {
        List<ContainerPort> asked = ports == null ? List.of() : ports;
        if (asked.size() > MOST_PORTS) {
            throw new InvalidValueException("ports: At most " + MOST_PORTS + "; got " + asked.size() + ".");
        }
        if (asked.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("ports: null is no port.");
        }
        Set<ContainerPort> seen = new HashSet<>();
        List<String> twice = asked.stream()
                .filter(port -> !seen.add(port))
                .map(ContainerPort::toString)
                .distinct()
                .toList();
        if (!twice.isEmpty()) {
            throw new InvalidValueException("ports: Named more than once: " + String.join(", ", twice) + ".");
        }
        return asked;
    }

    private Settings settings() {
        if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw new InvalidValueException("timeZone: Not a name of the time zone database, such as Europe/Berlin.");
        }
        if (containsNull(environment) || containsNull(labels)) {
            throw new InvalidValueException("environment, labels: Values are strings; null is none.");
        }
        if (command != null && command.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("command: Words are strings; null is none.");
        }
        requirePrintable();
        return new Settings(
                environment == null ? Map.of() : environment,
                command == null ? List.of() : command,
                workingDirectory,
                labels == null ? Map.of() : labels,
                timeZone);
    }

    /**
     * Rejects characters that terminals, logs and lists would display differently. Existing records are not checked.
     */
    private void requirePrintable() {
        require("command", command, UNPRINTABLE_IN_SCRIPTS);
        require("environment", environment == null ? null : environment.values(), UNPRINTABLE);
        require("labels", labels == null ? null : labels.values(), UNPRINTABLE);
        require("workingDirectory", workingDirectory == null ? null : List.of(workingDirectory), UNPRINTABLE);
    }

    private static void require(String field, @Nullable Collection<String> values, Pattern unprintable) {
        if (values != null
                && values.stream().anyMatch(value -> unprintable.matcher(value).find())) {
            throw new InvalidValueException(
                    field + ": Control characters, and those that change the direction of writing, are not accepted.");
        }
    }

    private static boolean containsNull(@Nullable Map<String, String> entries) {
        return entries != null && entries.values().stream().anyMatch(Objects::isNull);
    }

    private @Nullable Integer milliCpus() {
        if (cpus == null) {
            return null;
        }
        if (cpus.compareTo(LEAST_CPUS) < 0 || cpus.compareTo(MOST_CPUS) > 0) {
            throw new InvalidValueException("cpus: A number of CPUs from " + LEAST_CPUS + " to " + MOST_CPUS + ".");
        }
        return cpus.movePointRight(3).setScale(0, RoundingMode.HALF_UP).intValueExact();
    }
}
