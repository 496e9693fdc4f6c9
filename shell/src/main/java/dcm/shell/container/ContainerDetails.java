package dcm.shell.container;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.shell.command.Quoted;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Times;
import dcm.shell.screen.Tone;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;

/** Prints containers as a table or in detail. */
final class ContainerDetails {
    private static final int MIB_PER_GIB = 1024;

    private ContainerDetails() {}

    static void table(List<JsonNode> containers, Screen screen) {
        Instant now = Instant.now();
        var table = new TextTable("HANDLE", "NAME", "IMAGE", "STATE", "SSH", "PORTS", "CPU", "MEM");
        for (JsonNode container : containers) {
            table.row(
                    container.path("handle").asText("-"),
                    container.path("name").asText(),
                    container.path("image").asText(),
                    state(container, now),
                    container.path("ssh").path("command").asText("-"),
                    ports(container),
                    container.path("cpus").asText(),
                    memory(container.path("memoryMiB").asLong()).replaceAll("[ iB]", ""));
        }
        table.print(screen);
    }

    /** Prints all properties of one container. */
    static void details(JsonNode container, Screen screen) {
        Instant now = Instant.now();
        JsonNode ssh = container.path("ssh");
        var facts = TextTable.ofFacts()
                .row("handle", container.path("handle").asText("-"))
                .row("name", container.path("name").asText())
                .row("id", container.path("id").asText())
                .row("state", state(container, now))
                .row(
                        "image",
                        container.path("image").asText() + " "
                                + container.path("imageDigest").asText())
                .row("host", container.path("host").asText())
                .row("SSH", ssh.path("command").asText("-"))
                .row("", ssh.path("userCommand").asText())
                .row("host key", ssh.path("hostKey").asText("-"))
                .row("ports", ports(container))
                .row("CPUs", container.path("cpus").asText())
                .row("memory", memory(container.path("memoryMiB").asLong()))
                .row("processes", container.path("pids").asText());
        if (container.has("diskMiB")) {
            facts.row("disk", disk(container));
        }
        if (container.has("preset")) {
            JsonNode preset = container.path("preset");
            facts.row("preset", preset.path("name").asText() + ", version " + preset.path("version"));
        }
        if (!container.path("command").isEmpty()) {
            facts.row(
                    "command",
                    Quoted.words(container
                            .path("command")
                            .valueStream()
                            .map(JsonNode::asText)
                            .toList()));
        }
        container
                .path("environment")
                .properties()
                .forEach(variable -> facts.row(
                        "environment",
                        variable.getKey() + "=" + variable.getValue().asText()));
        container
                .path("labels")
                .properties()
                .forEach(label -> facts.row(
                        "label", label.getKey() + "=" + label.getValue().asText()));
        for (String name : List.of("workingDirectory", "timeZone", "createdAt", "startedAt")) {
            if (container.has(name)) {
                facts.row(
                        name.replaceAll("([A-Z])", " $1").toLowerCase(java.util.Locale.ROOT),
                        container.path(name).asText());
            }
        }
        facts.print(screen);
    }

    private static String disk(JsonNode container) {
        String limit = memory(container.path("diskMiB").asLong()) + " outside of homes";
        return container.has("diskUsedMiB")
                ? memory(container.path("diskUsedMiB").asLong()) + " of " + limit
                : limit;
    }

    /** The state, its age, and the reason if DCM or Docker caused the change. */
    private static AttributedString state(JsonNode container, Instant now) {
        String state = container.path("state").asText();
        Tone tone = switch (state) {
            case "running" -> Tone.GOOD;
            case "stopped" -> container.has("reason") ? Tone.WARNING : Tone.QUIET;
            case "paused" -> Tone.QUIET;
            case "lost" -> Tone.BAD;
            default -> Tone.BUSY;
        };
        String since = state + " " + Times.since(container.path("since").asText(), now);
        return tone.of(
                container.has("reason")
                        ? since + ": " + container.path("reason").asText()
                        : since);
    }

    /** The published ports; UDP ports end with {@code /udp}. */
    private static String ports(JsonNode container) {
        return container.path("ports").isEmpty()
                ? "-"
                : container
                        .path("ports")
                        .valueStream()
                        .map(port -> port.path("address").asText() + ":"
                                + port.path("port").asText()
                                + (port.path("protocol").asText().equals("udp") ? "/udp" : ""))
                        .collect(Collectors.joining(" "));
    }

    private static String memory(long mib) {
        return mib % MIB_PER_GIB == 0 ? mib / MIB_PER_GIB + " GiB" : mib + " MiB";
    }
}
