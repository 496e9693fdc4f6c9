package dcm.contract.preset;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A path inside a container at which something is mounted, and the rules of paths. */
final class Target {
    private static final Pattern PATH = Pattern.compile("(/[^/\\p{Cntrl}:,]+)+");

    /** Homes, keys, programs, accounts and the kernel's: nothing may be put over them or into them. */
    private static final List<String> CLOSED = List.of(
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

    static final int LONGEST = 1024;

    private Target() {}

    static void check(@Nullable String path) {
        if (path == null || path.length() > LONGEST || !PATH.matcher(path).matches() || climbs(path)) {
            throw new InvalidValueException("target: An absolute path without '..', ':' and ','"
                    + (path == null ? "." : "; got " + Printable.quoted(path) + "."));
        }
        CLOSED.stream()
                .filter(own -> isWithin(path, own) || isWithin(own, path))
                .findFirst()
                .ifPresent(own -> {
                    throw new InvalidValueException("target: At " + path + " it would hide or change " + own
                            + ", which every container needs as it is. Choose a place such as /data.");
                });
    }

    /** Whether it says to go up, which leads who knows where. */
    static boolean climbs(String path) {
        return List.of(path.split("/", -1)).stream().anyMatch(part -> part.equals("..") || part.equals("."));
    }

    /** True when {@code path} is {@code directory} or lies below it. */
    static boolean isWithin(String path, String directory) {
        return path.equals(directory) || path.startsWith(directory + "/");
    }
}
