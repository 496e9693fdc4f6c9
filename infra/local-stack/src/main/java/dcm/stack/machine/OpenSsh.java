package dcm.stack.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of the OpenSSH client for servers on this machine. */
public final class OpenSsh {
    private OpenSsh() {}

    /** A command line that logs in with a key and runs {@code words}, or the login shell if there are none. */
    public static List<String> client(Path key, String port, String login, String... words) {
        List<String> command = new ArrayList<>(List.of(
                "ssh",
                "-i",
                key.toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                // No host key check: nothing is between client and server, and a new container may have another key on
                // the same port.
                "-o",
                "StrictHostKeyChecking=no",
                "-o",
                "UserKnownHostsFile=/dev/null",
                "-o",
                "LogLevel=ERROR",
                "-p",
                port,
                login));
        command.addAll(List.of(words));
        return command;
    }
}
