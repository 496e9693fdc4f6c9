package dcm.cli.ssh;

import dcm.shell.api.ApiClient;
import dcm.shell.api.CommandFailure;
import dcm.shell.container.Containers;
import dcm.shell.document.ContainerDocument;

/** What a user can do when ssh or scp failed. */
public final class SshFailure {
    /** The exit code of ssh and scp if they cannot connect. */
    public static final int CODE = 255;

    private SshFailure() {}

    /**
     * A message for the user.
     *
     * @param program ssh or scp
     * @param before the container before the failure, for a server that does not answer now
     */
    public static String advice(String program, ContainerDocument before, ApiClient api) {
        ContainerDocument now;
        try {
            now = Containers.one(api, before.id()).fields();
        } catch (CommandFailure unreachable) {
            now = before;
        }
        return advice(program, now);
    }

    /** @param container as it is after the failure */
    static String advice(String program, ContainerDocument container) {
        String name = container.name();
        if (container.mayRun()) {
            return program
                    + " failed, see above. If it says 'Permission denied', add your public key: dcm keys add FILE.pub";
        }
        String next = container
                .knownState()
                .map(state -> switch (state) {
                    case STOPPED -> "To start it: dcm start ";
                    case PAUSED -> "To continue it: dcm unpause ";
                    default -> "See: dcm show ";
                })
                .orElse("See: dcm show ");
        return "%s failed: %s is %s. %s%s".formatted(program, name, container.state(), next, name);
    }
}
