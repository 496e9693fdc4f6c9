package dcm.command.admission.container;

import dcm.contract.identity.Limits;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.preset.PresetOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes a container's CPU, memory, process and disk limits. */
final class ResourceLimits {
    private ResourceLimits() {}

    /** A requested limit that the preset already sets; empty if there is none. */
    static Optional<String> askedBesides(CreateContainer create, PresetOptions options) {
        if (create.milliCpus() != null && options.cpus() != null) {
            return Optional.of(options.cpus() + " CPUs");
        }
        return create.memoryMiB() != null && options.memoryMiB() != null
                ? Optional.of(options.memoryMiB() + " MiB of memory")
                : Optional.empty();
    }

    /** The limits of the container: from the preset, the request or the defaults, in this order. */
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
