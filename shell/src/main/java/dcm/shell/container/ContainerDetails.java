package dcm.shell.container;

import dcm.contract.view.ContainerViewState;
import dcm.shell.command.Quoted;
import dcm.shell.document.ContainerDocument;
import dcm.shell.screen.Screen;
import dcm.shell.screen.TextTable;
import dcm.shell.screen.Times;
import dcm.shell.screen.Tone;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** Prints containers as a table or in detail. */
final class ContainerDetails {
    private static final int MIB_PER_GIB = 1024;

    private ContainerDetails() {}

    static void table(List<ContainerDocument> containers, Screen screen) {
        Instant now = Instant.now();
        var table = new TextTable("HANDLE", "NAME", "IMAGE", "STATE", "PORTS", "CPU", "MEM", "SSH");
        for (ContainerDocument container : containers) {
            table.row(
                    TextTable.orDash(container.handle()),
                    container.name(),
                    container.image(),
                    state(container, now),
                    ports(container),
                    container.cpus(),
                    memory(container.memoryMiB()).replaceAll("[ iB]", ""),
                    ssh(container));
        }
        table.print(screen);
    }

    /** Prints new containers, with what is needed to reach them. */
    static void created(List<ContainerDocument> containers, Screen screen) {
        var table = new TextTable("NAME", "HANDLE", "PORTS", "SSH");
        for (ContainerDocument container : containers) {
            table.row(container.name(), TextTable.orDash(container.handle()), ports(container), ssh(container));
        }
        table.print(screen);
    }

    private static Object ssh(ContainerDocument container) {
        return TextTable.whole(TextTable.orDash(container.ssh().command()));
    }

    /** Prints all properties of one container. */
    static void details(ContainerDocument container, Screen screen) {
        var facts = TextTable.ofFacts()
                .row("handle", TextTable.orDash(container.handle()))
                .row("name", container.name())
                .row("id", container.id())
                .row("state", state(container))
                .row("image", container.image() + " " + container.imageDigest())
                .row("host", container.host())
                .row("SSH", ssh(container))
                .row("", TextTable.whole(container.ssh().userCommand()))
                .row(
                        "host key",
                        TextTable.whole(TextTable.orDash(container.ssh().hostKey())))
                .row("ports", ports(container))
                .row("CPUs", container.cpus())
                .row("memory", memory(container.memoryMiB()))
                .row("processes", container.pids());
        if (container.diskMiB() != null) {
            facts.row("disk", disk(container.diskMiB(), container.diskUsedMiB()));
        }
        if (container.preset() != null) {
            facts.row(
                    "preset",
                    container.preset().name() + ", version "
                            + container.preset().version());
        }
        if (!container.command().isEmpty()) {
            facts.row("command", Quoted.words(container.command()));
        }
        container.environment().forEach((name, value) -> facts.row("environment", name + "=" + value));
        container.labels().forEach((name, value) -> facts.row("label", name + "=" + value));
        addIfKnown(facts, "working directory", container.workingDirectory());
        addIfKnown(facts, "time zone", container.timeZone());
        addIfKnown(facts, "created at", container.createdAt());
        addIfKnown(facts, "started at", container.startedAt());
        facts.print(screen);
    }

    private static void addIfKnown(TextTable facts, String name, String value) {
        if (!value.isEmpty()) {
            facts.row(name, value);
        }
    }

    private static String disk(long limitMiB, @Nullable Long usedMiB) {
        String limit = memory(limitMiB) + " outside of homes";
        return usedMiB == null ? limit : memory(usedMiB) + " of " + limit;
    }

    /** The state now, see there. */
    static AttributedString state(ContainerDocument container) {
        return state(container, Instant.now());
    }

    /** The state, its age, and the reason if DCM or Docker caused the change. */
    private static AttributedString state(ContainerDocument container, Instant now) {
        boolean hasReason = !container.reason().isEmpty();
        Tone tone = container.knownState().map(state -> tone(state, hasReason)).orElse(Tone.BUSY);
        String since = container.state() + " " + Times.since(container.since(), now);
        return tone.of(hasReason ? since + ": " + container.reason() : since);
    }

    private static Tone tone(ContainerViewState state, boolean hasReason) {
        return switch (state) {
            case RUNNING -> Tone.GOOD;
            case STOPPED -> hasReason ? Tone.WARNING : Tone.QUIET;
            case PAUSED -> Tone.QUIET;
            case LOST, UNREACHABLE -> Tone.BAD;
            case CREATING, STARTING, STOPPING, RESTARTING, PAUSING, UNPAUSING, REMOVING -> Tone.BUSY;
        };
    }

    /** The published ports; UDP ports end with {@code /udp}. */
    private static String ports(ContainerDocument container) {
        return TextTable.orDash(container.ports().stream()
                .map(port ->
                        port.address() + ":" + port.port() + (port.protocol().equals("udp") ? "/udp" : ""))
                .collect(Collectors.joining(" ")));
    }

    private static String memory(long mib) {
        return mib % MIB_PER_GIB == 0 ? mib / MIB_PER_GIB + " GiB" : mib + " MiB";
    }
}
