package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** For how much work the JVMs of an installation's parts are prepared. */
public enum InstallationSize {
    /** Starts quickly and needs little memory: for a lab on one host. */
    SMALL(1),

    /** Heaps of up to four times the size, and code optimised for throughput: for a department with several hosts. */
    LARGE(4),

    /** Heaps of up to 16 times the size: for more containers than fit into those of {@link #LARGE}. */
    XLARGE(16);

    /** The name of the setting. */
    static final String SETTING = "DCM_SIZE";

    private final int heapFactor;

    InstallationSize(int heapFactor) {
        this.heapFactor = heapFactor;
    }

    /** @throws StackFailure if {@code setting} names no size */
    static InstallationSize parse(String setting) {
        return Arrays.stream(values())
                .filter(size -> size.setting().equals(setting))
                .findFirst()
                .orElseThrow(() -> new StackFailure("%s is '%s', but must be one of: %s."
                        .formatted(
                                SETTING,
                                setting,
                                Arrays.stream(values())
                                        .map(InstallationSize::setting)
                                        .collect(Collectors.joining(", ")))));
    }

    String setting() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The largest heap of a JVM that needs {@code small} MiB in a small installation, in MiB. */
    public int heapMiB(int small) {
        return small * heapFactor;
    }
}
