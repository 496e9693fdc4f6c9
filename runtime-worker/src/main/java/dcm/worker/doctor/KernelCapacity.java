package dcm.worker.doctor;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** What the kernel permits and has left for containers. */
public final class KernelCapacity {
    /** The kernel charges a container's session keyring with its description, {@code _ses.} and an id of 64 digits. */
    private static final int KEYRING_BYTES = 70;

    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private KernelCapacity() {}

    /**
     * The number of containers for which the kernel can create a session keyring; empty if unknown. Programs in
     * containers can use keys, too, so this is the highest possible number.
     *
     * @param remapped whether a container's root is an unprivileged user, who has a lower limit
     */
    public static OptionalInt maxContainers(boolean remapped) {
        String prefix = remapped ? "kernel.keys." : "kernel.keys.root_";
        OptionalLong keys = setting(prefix + "maxkeys");
        OptionalLong bytes = setting(prefix + "maxbytes");
        return containers(keys, bytes);
    }

    static OptionalInt containers(OptionalLong keys, OptionalLong bytes) {
        LongStream limits = LongStream.concat(keys.stream(), bytes.stream().map(limit -> limit / KEYRING_BYTES));
        OptionalLong least = limits.min();
        return least.isPresent()
                ? OptionalInt.of((int) Math.min(Integer.MAX_VALUE, least.getAsLong()))
                : OptionalInt.empty();
    }

    /** Memory that programs can use without swapping, in MiB; empty if unknown. */
    public static OptionalLong availableMemoryMiB() {
        return ProcFile.read(Path.of("/proc/meminfo"))
                .map(KernelCapacity::available)
                .orElse(OptionalLong.empty());
    }

    static OptionalLong available(String meminfo) {
        Matcher line = AVAILABLE.matcher(meminfo);
        return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) / 1024) : OptionalLong.empty();
    }

    private static OptionalLong setting(String name) {
        try {
            return ProcFile.sysctl(name)
                    .map(value -> OptionalLong.of(Long.parseLong(value)))
                    .orElse(OptionalLong.empty());
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}
