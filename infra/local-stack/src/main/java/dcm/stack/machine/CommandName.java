package dcm.stack.machine;

import java.util.Objects;

/** How users call this command: {@code ./dcm} in a source tree or an unpacked archive, {@code dcm} where a package installed it. */
public final class CommandName {
    private static final String NAME = Objects.requireNonNullElse(System.getenv("DCM_COMMAND"), "./dcm");

    private CommandName() {}

    /** A message that names commands as {@code ./dcm up}, with the name that users have. */
    public static String in(String message) {
        return message.replace("./dcm", NAME);
    }
}
