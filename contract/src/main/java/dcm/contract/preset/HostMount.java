package dcm.contract.preset;

import com.fasterxml.jackson.annotation.JsonInclude;
import dcm.contract.identity.InvalidValueException;
import dcm.contract.identity.Printable;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A directory or file of the host.
 *
 * @param source on the host, where it must exist; nothing that is the system itself or its engine's
 * @param target where it is seen
 * @param readOnly null: true
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record HostMount(
        String source, String target, @Nullable Boolean readOnly) {
    private static final Pattern PATH = Pattern.compile("(/[^/\\p{Cntrl}:,]+)+");

    /** Whoever writes there is root of the host; whoever reads the last ones sees what is others'. */
    private static final List<String> SYSTEM = List.of(
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

    public HostMount {
        if (source == null
                || source.length() > Target.LONGEST
                || !PATH.matcher(source).matches()
                || Target.climbs(source)) {
            throw new InvalidValueException("source: An absolute path of the host without '..', ':' and ','"
                    + (source == null ? "." : "; got " + Printable.quoted(source) + "."));
        }
        if (SYSTEM.stream().anyMatch(own -> Target.isWithin(source, own) || Target.isWithin(own, source))) {
            throw new InvalidValueException("source: " + source
                    + " is, or contains, a part of the host's own system, which no container gets.");
        }
        Target.check(target);
    }

    /** True when this one's source lies in the other's. */
    public boolean isBelow(HostMount other) {
        return !source.equals(other.source) && Target.isWithin(source, other.source);
    }

    /** Whether the container may write there. */
    public boolean mayWrite() {
        return Boolean.FALSE.equals(readOnly);
    }
}
