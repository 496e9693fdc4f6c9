package dcm.stack.machine;

import java.nio.file.Path;

/**
 * Symbolic links in the directory of a part that has a user of its own. Through them, a part under an attacker's control could let root write
 * to other files.
 */
public final class SymbolicLinks {
    private SymbolicLinks() {}

    /**
     * Call this while the part does not run, before root writes or deletes files there.
     *
     * @param directory that exists; may itself be a link, which an administrator has made
     * @throws StackFailure if there is a link in the directory
     */
    public static void refuse(Path directory) {
        String link = SystemCommand.run("find", directory + "/", "-xdev", "-type", "l", "-print", "-quit")
                .strip();
        if (!link.isEmpty()) {
            throw new StackFailure(
                    "%s is a symbolic link. DCM makes none there: find out who has made it, and delete it."
                            .formatted(link));
        }
    }
}
