package dcm.contract.preset;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Limits;
import dcm.contract.identity.Printable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Validates a preset's options. Workers check what depends on the host. */
public final class PresetRules {
    private static final int MAX_ENTRIES = 64;
    private static final int MAX_PATH = 1024;

    /** 16 TiB. */
    private static final int MAX_MIB = 16 * 1024 * 1024;

    /** The kernel's limit. */
    private static final int MAX_PIDS = 4_194_304;

    private static final BigDecimal MIN_CPUS = BigDecimal.valueOf(Limits.MIN_MILLI_CPUS, 3);
    private static final BigDecimal MAX_CPUS = BigDecimal.valueOf(1000);
    private static final int ALL = -1;
    private static final long UNLIMITED = -1;

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

    /**
     * Host directories that cannot be mounted. Write access to them gives root access to the host; the last ones
     * contain the data of other containers.
     */
    private static final List<String> HOST_SYSTEM_DIRECTORIES = List.of(
            "/bin",
            "/boot",
            "/dev",
            "/etc",
            "/lib",
            "/lib32",
            "/lib64",
            "/proc",
            "/root",
            "/run",
            "/sbin",
            "/sys",
            "/usr",
            "/var/run",
            "/var/lib/docker",
            "/var/lib/containerd");

    /** Container directories that mounts cannot cover: homes, keys, programs, accounts and kernel filesystems. */
    private static final List<String> CONTAINER_SYSTEM_DIRECTORIES = List.of(
            "/bin",
            "/boot",
            "/dev",
            "/etc",
            "/home",
            "/lib",
            "/lib32",
            "/lib64",
            "/proc",
            "/root",
            "/run",
            "/sbin",
            "/sys",
            "/usr/bin",
            "/usr/lib",
            "/usr/libexec",
            "/usr/sbin",
            "/var/lib/dpkg",
            "/var/run");

    private static final Pattern PATH = Pattern.compile("(/[^/\\p{C}:,]+)+");
    private static final Pattern DEVICE = Pattern.compile("/dev(/[A-Za-z0-9_.:@+-]+)+");
    private static final Pattern PERMISSIONS = Pattern.compile("(?=[rwm]+$)r?w?m?");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:/=-]{0,127}");

    /** Namespaced kernel parameters. Docker rejects all others. */
    private static final Pattern SYSCTL = Pattern.compile(
            "(net(\\.[a-z0-9_-]+)+|fs\\.mqueue\\.[a-z_]+|kernel\\.(msgmax|msgmnb|msgmni|sem|shm[a-z_]+))");

    private static final Pattern SYSCTL_VALUE = Pattern.compile("[A-Za-z0-9 ._-]{1,256}");
    private static final Pattern RUNTIME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
    private static final Pattern HOSTNAME =
            Pattern.compile("(?=.{1,63}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern SIGNAL =
            Pattern.compile("SIG(TERM|INT|QUIT|HUP|USR1|USR2|WINCH|KILL|RTMIN\\+([0-9]|[12][0-9]|30))");

    private PresetRules() {}

    /**
     * Validates a preset's options.
     *
     * @throws InvalidValueException with the field, the rule and what to do
     */
    public static void check(PresetOptions options) {
        refuseUnless(!options.isEmpty(), "Set at least one option.");
        checkNumbers(options);
        checkDevices(options);
        checkMounts(options);
        checkKernel(options);
        checkNames(options);
    }

    private static void checkNumbers(PresetOptions options) {
        BigDecimal cpus = options.cpus();
        refuseUnless(
                cpus == null || cpus.compareTo(MIN_CPUS) >= 0 && cpus.compareTo(MAX_CPUS) <= 0 && cpus.scale() <= 3,
                "cpus: A number of CPUs from 0.01 to 1000 with at most three decimals.");
        checkRange("memoryMiB", options.memoryMiB(), Limits.MIN_MEMORY_MIB, MAX_MIB);
        checkRange("pids", options.pids(), Limits.MIN_PIDS, MAX_PIDS);
        checkRange("diskMiB", options.diskMiB(), Limits.MIN_DISK_MIB, MAX_MIB);
        checkRange("shmSizeMiB", options.shmSizeMiB(), 1, MAX_MIB);
    }

    private static void checkRange(String field, @Nullable Integer value, int least, int most) {
        refuseUnless(
                value == null || value >= least && value <= most,
                field + ": From " + least + " to " + most + "; got " + value + ".");
    }

    private static void checkDevices(PresetOptions options) {
        checkList("capabilities", options.capabilities());
        checkList("devices", options.devices().stream().map(Device::path).toList());
        checkList("deviceRequests", options.deviceRequests());
        for (Device device : options.devices()) {
            refuseUnless(
                    isPath(device.path(), DEVICE),
                    "devices: path is the path of a device below /dev, such as /dev/fuse; got " + quoted(device.path())
                            + ".");
            refuseUnless(
                    PERMISSIONS.matcher(device.allowed()).matches(),
                    "devices: permissions are some of r, w and m in this order; got " + quoted(device.allowed()) + ".");
        }
        for (DeviceRequest request : options.deviceRequests()) {
            Integer count = request.count();
            refuseUnless(
                    (count == null) != request.deviceIds().isEmpty(), "deviceRequests: Set either count or deviceIds.");
            refuseUnless(
                    count == null || count == ALL || count >= 1,
                    "deviceRequests: count is a number from 1, or -1 for all; got " + count + ".");
            refuseUnless(
                    Stream.of(
                                    Stream.ofNullable(request.driver()),
                                    request.deviceIds().stream(),
                                    request.capabilities().stream())
                            .flatMap(words -> words)
                            .allMatch(word -> WORD.matcher(word).matches()),
                    "deviceRequests: driver, deviceIds and capabilities are words of at most 128 characters.");
        }
    }

    private static void checkMounts(PresetOptions options) {
        checkList(
                "mounts, tmpfs",
                Stream.concat(
                                options.mounts().stream().map(HostMount::target),
                                options.tmpfs().stream().map(Tmpfs::target))
                        .toList());
        for (HostMount mount : options.mounts()) {
            checkSource(mount.source());
            checkTarget(mount.target());
        }
        for (Tmpfs tmpfs : options.tmpfs()) {
            checkTarget(tmpfs.target());
            refuseUnless(tmpfs.sizeMiB() != null, "tmpfs: sizeMiB is required.");
            checkRange("tmpfs: sizeMiB", tmpfs.sizeMiB(), 1, MAX_MIB);
        }
    }

    private static void checkSource(@Nullable String source) {
        refuseUnless(
                isPath(source, PATH),
                "mounts: source is an absolute path of the host without '.', '..', ':' and ','; got " + quoted(source)
                        + ".");
        refuseUnless(
                HOST_SYSTEM_DIRECTORIES.stream()
                        .noneMatch(directory -> isWithin(source, directory) || isWithin(directory, source)),
                "mounts: source " + source
                        + " is, or contains, a system path of the host, which containers must not mount. Choose another"
                        + " path.");
    }

    private static void checkTarget(@Nullable String target) {
        refuseUnless(
                isPath(target, PATH),
                "target: An absolute path without '.', '..', ':' and ','; got " + quoted(target) + ".");
        CONTAINER_SYSTEM_DIRECTORIES.stream()
                .filter(directory -> isWithin(target, directory) || isWithin(directory, target))
                .findFirst()
                .ifPresent(directory -> {
                    throw new InvalidValueException("target: A mount at " + target + " would hide or change "
                            + directory + ", which every container needs. Choose another path, such as /data.");
                });
    }

    private static void checkKernel(PresetOptions options) {
        checkList("sysctls", List.copyOf(options.sysctls().keySet()));
        options.ulimits().forEach(PresetRules::checkUlimit);
        options.sysctls().forEach((name, value) -> {
            refuseUnless(
                    SYSCTL.matcher(name).matches(),
                    "sysctls: " + quoted(name) + " cannot be set for one container. Allowed are net.*, fs.mqueue.*,"
                            + " kernel.msgmax, kernel.msgmnb, kernel.msgmni, kernel.sem and kernel.shm*.");
            refuseUnless(
                    SYSCTL_VALUE.matcher(value).matches(),
                    "sysctls: The value of " + name + " is a short line of letters, digits and spaces.");
        });
    }

    private static void checkUlimit(String name, Ulimit limit) {
        refuseUnless(
                ULIMITS.contains(name),
                "ulimits: Unknown ulimit " + quoted(name) + ". Known are: "
                        + ULIMITS.stream().sorted().collect(Collectors.joining(", ")) + ".");
        refuseUnless(
                limit.soft() != null && limit.soft() >= UNLIMITED && limit.ceiling() >= UNLIMITED,
                "ulimits: soft and hard of " + name
                        + " are whole numbers from 0, or -1 for no limit; soft is required.");
        boolean isOrdered =
                limit.ceiling() == UNLIMITED || limit.soft() != UNLIMITED && limit.soft() <= limit.ceiling();
        refuseUnless(isOrdered, "ulimits: soft of " + name + " must not exceed hard.");
    }

    private static void checkNames(PresetOptions options) {
        refuseUnless(
                options.runtime() == null || RUNTIME.matcher(options.runtime()).matches(),
                "runtime: The name of a runtime of the host's Docker Engine, such as runc or nvidia.");
        refuseUnless(
                options.hostname() == null
                        || HOSTNAME.matcher(options.hostname()).matches(),
                "hostname: 1 to 63 lower-case letters, digits, '-' and single '.'; a letter or digit first and last.");
        refuseUnless(
                options.stopSignal() == null
                        || SIGNAL.matcher(options.stopSignal()).matches(),
                "stopSignal: SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGWINCH, SIGKILL or SIGRTMIN+n.");
    }

    private static void checkList(String field, List<?> things) {
        refuseUnless(things.size() <= MAX_ENTRIES, field + ": At most " + MAX_ENTRIES + "; got " + things.size() + ".");
        refuseUnless(things.stream().distinct().count() == things.size(), field + ": Contains the same entry twice.");
    }

    private static boolean isPath(@Nullable String path, Pattern shape) {
        return path != null
                && path.length() <= MAX_PATH
                && shape.matcher(path).matches()
                && Stream.of(path.split("/", -1)).noneMatch(part -> part.equals(".") || part.equals(".."));
    }

    private static boolean isWithin(@Nullable String path, @Nullable String directory) {
        return path != null && directory != null && (path.equals(directory) || path.startsWith(directory + "/"));
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "none" : Printable.quoted(text);
    }

    private static void refuseUnless(boolean isGood, String rule) {
        if (!isGood) {
            throw new InvalidValueException("options: " + rule);
        }
    }
}
