package dcm.command.admission.owner;

import dcm.contract.identity.Limits;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.preset.PresetOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How much of a host a container gets. */
final class Shares {
    private Shares() {}

    /** What was asked for besides the preset that sets it; empty if there is nothing. */
    static Optional<String> askedBesides(CreateContainer create, PresetOptions options) {
        if (create.milliCpus() != null && options.cpus() != null) {
            return Optional.of(options.cpus() + " CPUs");
        }
        return create.memoryMiB() != null && options.memoryMiB() != null
                ? Optional.of(options.memoryMiB() + " MiB of memory")
                : Optional.empty();
    }

    /** What the container gets. */
    static Limits limits(CreateContainer create, PresetOptions options, Limits defaults) {
        return new Limits(
                firstOf(options.milliCpus(), create.milliCpus(), defaults.milliCpus()),
                firstOf(options.memoryMiB(), create.memoryMiB(), defaults.memoryMiB()),
                firstOf(options.pids(), null, defaults.pids()),
                options.diskMiB() != null ? options.diskMiB() : defaults.diskMiB());
    }

    private static int firstOf(@Nullable Integer preset, @Nullable Integer asked, int otherwise) {
        return preset != null ? preset : asked != null ? asked : otherwise;
    }
}
