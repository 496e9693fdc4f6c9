package dcm.contract.preset;

import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A path inside a container at which something is mounted, and the rules of paths. */
final class Target {
    private static final Pattern PATH = Pattern.compile("(/[^/\\p{Cntrl}:,]+)+");

    /** Homes, keys, the SSH server's own and the kernel's: nothing may be put over them or into them. */
    private static final List<String> CLOSED =
            List.of("/root", "/home", "/etc/dcm", "/etc/ssh", "/run/sshd", "/proc", "/sys");

    /** Nothing may be put over them. */
    private static final List<String> NEEDED = List.of(
            "/bin", "/dev/pts", "/etc/passwd", "/lib", "/sbin", "/usr/bin", "/usr/lib", "/usr/sbin", "/var/lib");

    private Target() {}

    static void check(@Nullable String path) {
        if (path == null || !PATH.matcher(path).matches() || climbs(path)) {
            throw new InvalidValueException("target: An absolute path without '..', ':' and ','"
                    + (path == null ? "." : "; got " + Printable.quoted(path) + "."));
        }
        Stream.concat(
                        CLOSED.stream().filter(own -> isWithin(path, own) || isWithin(own, path)),
                        NEEDED.stream().filter(own -> isWithin(own, path)))
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
