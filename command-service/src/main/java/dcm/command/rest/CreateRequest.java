package dcm.command.rest;

import dcm.contract.identity.Batch;
import dcm.contract.identity.ContainerName;
import dcm.contract.identity.ContainerPort;
import dcm.contract.identity.HostLabel;
import dcm.contract.identity.HostName;
import dcm.contract.identity.ImageName;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Limits;
import dcm.contract.identity.PlacementRequest;
import dcm.contract.identity.PlacementRequest.Spread;
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
                description = "NAME or NAME:TAG of an image that you may use",
                implementation = String.class,
                required = true,
                examples = "debian-ssh:13")
        @Nullable
        ImageName image,

        @Schema(
                description = "Unique among your containers. Default: chosen by DCM",
                implementation = String.class,
                examples = "web")
        @Nullable
        ContainerName name,

        @Schema(
                description = "Number of identical containers, in your private network; see spread. The request is"
                        + " accepted or rejected as a whole; each container then has its own outcome",
                minimum = "1",
                maximum = "100",
                examples = "3")
        @Nullable
        Integer count,

        @Schema(
                description =
                        "Names of the containers, also in your private network; {n} stands for the number, starting"
                                + " with 1. Default: chosen by DCM",
                examples = "node-{n}")
        @Nullable
        String namePattern,

        @Schema(description = "Number of CPUs. Default: set by the administrator", examples = "0.5") @Nullable
        BigDecimal cpus,

        @Schema(description = "Memory including swap, in MiB. Default: set by the administrator", examples = "512")
        @Nullable
        Integer memoryMiB,

        @Schema(
                description = "Ports to publish, with the same numbers, on one address of the host, such as 8080 or"
                        + " \"53/udp\". The default protocol is TCP",
                examples = "[8080, \"5353/udp\"]")
        @Nullable
        List<ContainerPort> ports,

        @Schema(
                description =
                        "One of the host's addresses for the ports. Default: the first on which all ports are free",
                examples = "198.18.0.1")
        @Nullable
        String address,

        @Schema(
                description =
                        "Environment variables for the command and for SSH sessions. They are stored in the log and in"
                                + " images, so they must not contain secrets",
                examples = "{\"MODE\": \"test\"}")
        @Nullable
        Map<String, String> environment,

        @Schema(
                description = "A program with arguments, which runs in addition to the SSH server",
                examples = "[\"python3\", \"-m\", \"http.server\", \"8080\"]")
        @Nullable
        List<String> command,

        @Schema(description = "Working directory of the command, an absolute path", examples = "/srv") @Nullable
        String workingDirectory,

        @Schema(description = "Your own labels; their names start with user.", examples = "{\"user.course\": \"os\"}")
        @Nullable
        Map<String, String> labels,

        @Schema(description = "A name of the time zone database", examples = "Europe/Berlin") @Nullable
        String timeZone,

        @Schema(
                description =
                        "A preset that is granted to you; GET /v1/presets lists them. The request must not set what the"
                                + " preset sets",
                implementation = String.class,
                examples = "gpu")
        @Nullable
        PresetName preset,

        @Schema(
                description = "The only host on which the containers may be placed. Where the hosts do not share home"
                        + " directories, this is your home host. Default: any",
                implementation = String.class,
                examples = "n2")
        @Nullable
        HostName host,

        @Schema(
                description = "Labels that the host must have, all of them. Administrators set them",
                examples = "[\"gpu\"]")
        @Nullable
        List<HostLabel> on,

        @Schema(
                description = "With count. together: all containers on one host. apart: each on another host while"
                        + " there are enough hosts; requires that the hosts share home directories. Containers on"
                        + " different hosts find one another by name only if an administrator has connected the hosts'"
                        + " networks (DCM_SWARM). Default: together",
                enumeration = {"together", "apart"})
        @Nullable
        Spread spread) {

    static final int MAX_PORTS = 64;
    private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F:.]{2,45}");
    /** Characters of all words. A request is stored in the log permanently. */
    private static final int MAX_COMMAND = 16 * 1024;

    private static final String DIRECTION = "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069";
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}" + DIRECTION + "]");
    private static final Pattern UNPRINTABLE_IN_SCRIPTS = Pattern.compile("[\\p{Cc}" + DIRECTION + "&&[^\n\t\r]]");
    private static final BigDecimal MIN_CPUS = BigDecimal.valueOf(Limits.MIN_MILLI_CPUS, 3);
    private static final BigDecimal MAX_CPUS = BigDecimal.valueOf(10_000);

    CreateContainer toIntent() {
        if (image == null) {
            throw new InvalidValueException("image: The image is required.");
        }
        if (memoryMiB != null && memoryMiB < Limits.MIN_MEMORY_MIB) {
            throw new InvalidValueException(
                    "memoryMiB: A container needs at least " + Limits.MIN_MEMORY_MIB + " MiB; got " + memoryMiB + ".");
        }
        return new CreateContainer(
                image,
                name,
                milliCpus(),
                memoryMiB,
                checkedPorts(),
                checkedAddress(),
                settings(),
                batch(),
                preset,
                placement());
    }

    private @Nullable PlacementRequest placement() {
        if (spread != null && count == null) {
            throw new InvalidValueException("spread: Requires count. Set the number of containers, such as 3.");
        }
        if (on != null && on.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("on: null is not allowed.");
        }
        PlacementRequest request = new PlacementRequest(host, on == null ? List.of() : on, spread);
        return request.equals(PlacementRequest.ANY) ? null : request;
    }

    private @Nullable Batch batch() {
        if (count == null && namePattern == null) {
            return null;
        }
        if (count == null) {
            throw new InvalidValueException(
                    "count: Required with namePattern. Set the number of containers, such as 3.");
        }
        if (name != null) {
            throw new InvalidValueException(
                    "name: With count, use namePattern instead of name, such as " + name + "-{n}.");
        }
        return new Batch(count, namePattern);
    }

    private List<ContainerPort> checkedPorts() {
        List<ContainerPort> asked = ports == null ? List.of() : ports;
        if (asked.size() > MAX_PORTS) {
            throw new InvalidValueException("ports: At most " + MAX_PORTS + "; got " + asked.size() + ".");
        }
        if (asked.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("ports: null is not allowed.");
        }
        Set<ContainerPort> seen = new HashSet<>();
        List<String> twice = asked.stream()
                .filter(port -> !seen.add(port))
                .map(ContainerPort::toString)
                .distinct()
                .toList();
        if (!twice.isEmpty()) {
            throw new InvalidValueException("ports: Contains the same port twice: " + String.join(", ", twice) + ".");
        }
        return asked;
    }

    private @Nullable String checkedAddress() {
        if (address != null && (ports == null || ports.isEmpty())) {
            throw new InvalidValueException("address: Without ports, nothing is published at this address.");
        }
        if (address != null && !ADDRESS.matcher(address).matches()) {
            throw new InvalidValueException("address: An IP address of a host, such as 198.18.0.1.");
        }
        return address;
    }

    private Settings settings() {
        if (timeZone != null && !ZoneId.getAvailableZoneIds().contains(timeZone)) {
            throw new InvalidValueException("timeZone: A name of the time zone database, such as Europe/Berlin.");
        }
        if (containsNull(environment) || containsNull(labels)) {
            throw new InvalidValueException("environment, labels: Values are strings; null is not allowed.");
        }
        if (command != null && command.stream().anyMatch(Objects::isNull)) {
            throw new InvalidValueException("command: Words are strings; null is not allowed.");
        }
        int length =
                command == null ? 0 : command.stream().mapToInt(String::length).sum();
        if (length > MAX_COMMAND) {
            throw new InvalidValueException("command: At most " + MAX_COMMAND + " characters in total; got " + length
                    + ". Put longer scripts into a file in your home.");
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
                    field + ": Control characters and text direction characters are not allowed.");
        }
    }

    private static boolean containsNull(@Nullable Map<String, String> entries) {
        return entries != null && entries.values().stream().anyMatch(Objects::isNull);
    }

    private @Nullable Integer milliCpus() {
        if (cpus == null) {
            return null;
        }
        if (cpus.compareTo(MIN_CPUS) < 0 || cpus.compareTo(MAX_CPUS) > 0) {
            throw new InvalidValueException("cpus: A number of CPUs from " + MIN_CPUS + " to " + MAX_CPUS + ".");
        }
        return cpus.movePointRight(3).setScale(0, RoundingMode.HALF_UP).intValueExact();
    }
}
