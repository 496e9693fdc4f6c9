package dcm.command.admission.owner;

import dcm.command.admission.Policy.Quota;
import dcm.contract.event.OwnerEvent;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.Limits;
import dcm.contract.intent.ContainerIntent.CreateContainer;
import dcm.contract.preset.PresetOptions;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** How much of a host a container gets, and whether its owner's quota has room for that. */
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
                firstOf(options.pids(), null, defaults.pids()));
    }

    private static int firstOf(@Nullable Integer preset, @Nullable Integer asked, int otherwise) {
        return preset != null ? preset : asked != null ? asked : otherwise;
    }

    /** What of a container counts: not what an administrator's preset gives it. */
    private record Counted(long milliCpus, long memoryMiB) {}

    private static Counted counted(Limits limits, PresetOptions options) {
        return new Counted(
                options.cpus() == null ? limits.milliCpus() : 0, options.memoryMiB() == null ? limits.memoryMiB() : 0);
    }

    /**
     * Refuses what the owner's quota does not allow.
     *
     * @param count of containers that get {@code limits} each
     */
    static Optional<List<OwnerEvent>> rejection(
            OwnerState state, IntentId id, Limits limits, PresetOptions options, int count, Quota quota) {
        Counted each = counted(limits, options);
        if (state.containers().size() + count > quota.containers()) {
            return Optional.of(Rejections.containers(id, state.containers().size(), count, quota));
        }
        long cpus = sum(state, Counted::milliCpus);
        long askedCpus = each.milliCpus() * count;
        if (askedCpus > 0 && cpus + askedCpus > quota.milliCpus()) {
            return Optional.of(Rejections.quota(id, "CPUs", "milliCpus", cpus, askedCpus, quota.milliCpus()));
        }
        long memory = sum(state, Counted::memoryMiB);
        long askedMemory = each.memoryMiB() * count;
        if (askedMemory > 0 && memory + askedMemory > quota.memoryMiB()) {
            return Optional.of(Rejections.quota(id, "memory", "MiB", memory, askedMemory, quota.memoryMiB()));
        }
        return Optional.empty();
    }

    private static long sum(OwnerState state, ToLongFunction<Counted> part) {
        return state.all().stream()
                .map(ContainerState::spec)
                .map(spec -> counted(spec.limits(), spec.options()))
                .mapToLong(part)
                .sum();
    }
}
