package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.InvalidValueException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Docker's options that a preset can set, under the names that Compose has for them; there are no others. What a preset leaves out
 * stays as it is in every container. Which values they may have is said by {@link PresetRules}, when a preset is made: rules get
 * stricter, and what is recorded must be read for ever.
 *
 * @param cpus how many, from 0.01 to 1000; not counted in the owner's quota
 * @param memoryMiB including swap; not counted in the owner's quota
 * @param pids processes and threads
 * @param diskMiB what may be written outside of homes
 * @param shmSizeMiB of {@code /dev/shm}
 * @param capabilities added to those that every container has
 * @param devices of the host
 * @param deviceRequests devices that a driver finds, such as GPUs
 * @param mounts of the host's directories and files
 * @param tmpfs directories in memory
 * @param ulimits by name, {@code nofile}
 * @param sysctls of the kernel's namespaced ones only
 * @param runtime one that the host's engine knows
 * @param hostname inside, instead of the container's name
 * @param init whether the engine's own init is the first process
 * @param stopSignal by which a container is asked to stop
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

    /** Nothing set. */
    public static final PresetOptions NONE = new PresetOptions(
            null, null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(),
            null, null, null, null);

    /** More digits than any number of CPUs has; one of millions is not written out. */
    private static final int MOST_DIGITS = 12;

    public PresetOptions {
        capabilities = list("capabilities", capabilities);
        devices = list("devices", devices);
        deviceRequests = list("deviceRequests", deviceRequests);
        mounts = list("mounts", mounts);
        tmpfs = list("tmpfs", tmpfs);
        ulimits = sorted("ulimits", ulimits);
        sysctls = sorted("sysctls", sysctls);
        cpus = cpus == null ? null : plain(cpus);
    }

    /** True when nothing is set. */
    @JsonIgnore
    public boolean isEmpty() {
        return equals(NONE);
    }

    /** {@link #cpus} in thousandths; null where they are not set. */
    public @Nullable Integer milliCpus() {
        return cpus == null ? null : cpus.movePointRight(3).intValueExact();
    }

    /** As it is kept; none where nothing is given. */
    static <T> List<T> list(String field, @Nullable List<T> given) {
        List<T> items = given == null ? List.of() : given;
        refuseNull(field, items.stream().anyMatch(Objects::isNull));
        return List.copyOf(items);
    }

    private static <T> Map<String, T> sorted(String field, @Nullable Map<String, T> given) {
        Map<String, T> entries = given == null ? Map.of() : given;
        refuseNull(field, entries.values().stream().anyMatch(Objects::isNull));
        return Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    private static void refuseNull(String field, boolean found) {
        if (found) {
            throw new InvalidValueException(field + ": null is none.");
        }
    }

    /** Without trailing zeros, and without the exponent that stripping them gives to 10: so that equal is equal. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.scale() > -MOST_DIGITS ? stripped.setScale(0) : stripped;
    }
}
