package dcm.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** OpenSSH's client, used by a program on this very machine. */
final class OpenSsh {
    private OpenSsh() {}

    /** A command line that logs in by a key and runs {@code words}, or what a login runs if there are none. */
    static List<String> client(Path key, String port, String login, String... words) {
        List<String> command = new ArrayList<>(List.of(
                "ssh",
                "-i",
                key.toString(),
                "-o",
                "IdentitiesOnly=yes",
                "-o",
                "BatchMode=yes",
                // Nobody stands between; a later container may rightly have another key on the same port.
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
