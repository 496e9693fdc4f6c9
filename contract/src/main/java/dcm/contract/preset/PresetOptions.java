package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Docker options that a preset can set, with the names that Docker Compose uses. Missing options keep the fixed
 * shape's values. {@link PresetRules} checks the values when a preset is defined, and not this record: rules can become
 * stricter, but recorded presets must stay readable forever.
 *
 * @param cpus the number of CPUs, from 0.01 to 1000; not counted in the owner's quota
 * @param memoryMiB memory including swap, in MiB; not counted in the owner's quota
 * @param pids processes and threads
 * @param diskMiB disk usage without homes, in MiB
 * @param shmSizeMiB size of {@code /dev/shm}, in MiB
 * @param capabilities added to those of every container
 * @param devices devices of the host
 * @param deviceRequests devices that a driver selects, such as GPUs
 * @param mounts bind mounts of host directories and files
 * @param tmpfs directories in memory
 * @param ulimits by name, such as {@code nofile}
 * @param sysctls namespaced kernel parameters only
 * @param runtime a runtime that the host's engine knows
 * @param hostname the host name inside, instead of the container's name
 * @param init whether Docker's init is the first process
 * @param stopSignal the signal that stops the container
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PresetOptions(
        @Nullable BigDecimal cpus,
        @Nullable Integer memoryMiB,
        @Nullable Integer pids,
        @Nullable Integer diskMiB,
        @Nullable Integer shmSizeMiB,
        List<Capability> capabilities,
        List<Device> devices,
        List<DeviceRequest> deviceRequests,
        List<HostMount> mounts,
        List<Tmpfs> tmpfs,
        Map<String, Ulimit> ulimits,
        Map<String, String> sysctls,
        @Nullable String runtime,
        @Nullable String hostname,
        @Nullable Boolean init,
        @Nullable String stopSignal) {

    /** No options set. */
    public static final PresetOptions NONE = new PresetOptions(
            null, null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(),
            null, null, null, null);

    /**
     * Rejects numbers with more digits before computing with them, because a short text can denote a number of millions
     * of digits.
     */
    private static final int MAX_DIGITS = 12;

    public PresetOptions {
        capabilities = Copies.list("capabilities", capabilities);
        devices = Copies.list("devices", devices);
        deviceRequests = Copies.list("deviceRequests", deviceRequests);
        mounts = Copies.list("mounts", mounts);
        tmpfs = Copies.list("tmpfs", tmpfs);
        ulimits = Copies.sorted("ulimits", ulimits);
        sysctls = Copies.sorted("sysctls", sysctls);
        cpus = cpus == null ? null : plain(cpus);
    }

    /** True when nothing is set. */
    @JsonIgnore
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** {@link #cpus} in thousandths; null if not set. */
    public @Nullable Integer milliCpus() {
        return cpus == null ? null : cpus.movePointRight(3).intValueExact();
    }

    /**
     * Strips trailing zeros and the exponent that stripping gives to numbers such as 10, so that equal numbers have
     * equal JSON.
     */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.scale() > -MAX_DIGITS ? stripped.setScale(0) : stripped;
    }
}
