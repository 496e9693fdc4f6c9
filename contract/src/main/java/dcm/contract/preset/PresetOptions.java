package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Printable;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Docker's options that a preset can set, under the names that Compose has for them; there are no others. What a preset leaves out
 * stays as it is in every container.
 *
 * @param cpus how many, from 0.01 to 1000; not counted in the owner's quota
 * @param memoryMiB including swap; not counted in the owner's quota
 * @param pids processes and threads
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
            null, null, null, null, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), Map.of(), null,
            null, null, null);

    private static final BigDecimal LEAST_CPUS = BigDecimal.valueOf(Limits.LEAST_MILLI_CPUS, 3);
    private static final BigDecimal MOST_CPUS = BigDecimal.valueOf(1000);
    private static final int MOST_OF_A_KIND = 64;

    /** 16 TiB. */
    static final int MOST_MIB = 16 * 1024 * 1024;

    /** The kernel's own. */
    private static final int MOST_PIDS = 4_194_304;

    private static final Set<String> ULIMITS = Set.of(
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");

    /** Those of which each container has its own; the engine refuses all others. */
    private static final Pattern SYSCTL = Pattern.compile(
            "(net(\\.[a-z0-9_-]+)+|fs\\.mqueue\\.[a-z_]+|kernel\\.(msgmax|msgmnb|msgmni|sem|shm[a-z_]+))");

    private static final Pattern SYSCTL_VALUE = Pattern.compile("[A-Za-z0-9 ._-]{1,256}");
    private static final Pattern RUNTIME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final Pattern HOSTNAME =
            Pattern.compile("(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern SIGNAL =
            Pattern.compile("SIG(TERM|INT|QUIT|HUP|USR1|USR2|WINCH|KILL|RTMIN\\+([0-9]|[12][0-9]|30))");

    public PresetOptions {
        capabilities = list("capabilities", capabilities);
        devices = list("devices", devices);
        deviceRequests = list("deviceRequests", deviceRequests);
        mounts = list("mounts", mounts);
        tmpfs = list("tmpfs", tmpfs);
        ulimits = ulimits == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(ulimits));
        sysctls = sysctls == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(sysctls));
        checkCpus(cpus);
        cpus = cpus == null ? null : plain(cpus);
        checkLimits(memoryMiB, pids, shmSizeMiB);
        checkNames(ulimits, sysctls);
        checkWords(runtime, hostname, stopSignal);
        checkLists(capabilities, devices, deviceRequests, mounts, tmpfs);
    }

    /** As it is kept; none where nothing is given. */
    static <T> List<T> list(String field, @Nullable List<T> given) {
        refuseUnless(given == null || given.stream().noneMatch(Objects::isNull), field + ": null is none.");
        return given == null ? List.of() : List.copyOf(given);
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

    /** Before it is written out: it may have as many digits as the memory has bytes. */
    private static void checkCpus(@Nullable BigDecimal cpus) {
        refuseUnless(
                cpus == null
                        || cpus.compareTo(LEAST_CPUS) >= 0
                                && cpus.compareTo(MOST_CPUS) <= 0
                                && cpus.stripTrailingZeros().scale() <= 3,
                "cpus: A number of CPUs from 0.01 to 1000, in thousandths at most.");
    }

    private static void checkLimits(@Nullable Integer memoryMiB, @Nullable Integer pids, @Nullable Integer shmSizeMiB) {
        checkRange("memoryMiB", memoryMiB, Limits.LEAST_MEMORY_MIB, MOST_MIB);
        checkRange("pids", pids, Limits.LEAST_PIDS, MOST_PIDS);
        checkRange("shmSizeMiB", shmSizeMiB, 1, MOST_MIB);
    }

    private static void checkRange(String field, @Nullable Integer value, int least, int most) {
        refuseUnless(
                value == null || value >= least && value <= most,
                field + ": From " + least + " to " + most + "; got " + value + ".");
    }

    private static void checkNames(Map<String, Ulimit> ulimits, Map<String, String> sysctls) {
        refuseUnless(
                sysctls.size() <= MOST_OF_A_KIND,
                "sysctls: At most " + MOST_OF_A_KIND + "; got " + sysctls.size() + ".");
        ulimits.forEach((name, limit) -> {
            refuseUnless(
                    ULIMITS.contains(name),
                    "ulimits: There is no " + Printable.quoted(name) + "; there are: "
                            + ULIMITS.stream().sorted().collect(Collectors.joining(", ")) + ".");
            refuseUnless(limit != null, "ulimits: " + name + " has no value.");
        });
        sysctls.forEach((name, value) -> {
            refuseUnless(
                    SYSCTL.matcher(name).matches(),
                    "sysctls: " + Printable.quoted(name) + " is not a container's own. Possible are net.*, fs.mqueue.*,"
                            + " kernel.msgmax, kernel.msgmnb, kernel.msgmni, kernel.sem and kernel.shm*.");
            refuseUnless(
                    value != null && SYSCTL_VALUE.matcher(value).matches(),
                    "sysctls: The value of " + name + " is a short line of letters, digits and spaces.");
        });
    }

    private static void checkWords(@Nullable String runtime, @Nullable String hostname, @Nullable String stopSignal) {
        refuseUnless(
                runtime == null || RUNTIME.matcher(runtime).matches(),
                "runtime: The name of one that the host's engine knows, such as runc or nvidia.");
        refuseUnless(
                hostname == null || HOSTNAME.matcher(hostname).matches(),
                "hostname: 1 to 63 lower-case letters, digits, '.' or '-', no sign first or last.");
        refuseUnless(
                stopSignal == null || SIGNAL.matcher(stopSignal).matches(),
                "stopSignal: SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGWINCH, SIGKILL or SIGRTMIN+n.");
    }

    private static void checkLists(
            List<Capability> capabilities,
            List<Device> devices,
            List<DeviceRequest> deviceRequests,
            List<HostMount> mounts,
            List<Tmpfs> tmpfs) {
        refuseTwice("capabilities", capabilities, capability -> capability);
        refuseTwice("devices", devices, Device::path);
        List<String> targets = Stream.concat(
                        mounts.stream().map(HostMount::target), tmpfs.stream().map(Tmpfs::target))
                .toList();
        refuseTwice("mounts, tmpfs", targets, target -> target);
        refuseUnless(
                deviceRequests.size() <= MOST_OF_A_KIND,
                "deviceRequests: At most " + MOST_OF_A_KIND + "; got " + deviceRequests.size() + ".");
    }

    private static <T> void refuseTwice(String field, List<T> things, Function<T, Object> identity) {
        refuseUnless(
                things.size() <= MOST_OF_A_KIND,
                field + ": At most " + MOST_OF_A_KIND + "; got " + things.size() + ".");
        refuseUnless(
                things.stream().map(identity).distinct().count() == things.size(),
                field + ": The same is named twice.");
    }

    private static void refuseUnless(boolean isGood, String rule) {
        if (!isGood) {
            throw new InvalidValueException(rule);
        }
    }

    /** Without trailing zeros, and without the exponent that stripping them gives to 10: so that equal is equal. */
    private static BigDecimal plain(BigDecimal number) {
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
