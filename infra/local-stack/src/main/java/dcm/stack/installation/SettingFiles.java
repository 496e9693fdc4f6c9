package dcm.stack.installation;

import dcm.stack.machine.StackFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Settings that name files. The files are read when they are needed, so that DCM can be stopped without them. */
final class SettingFiles {
    private SettingFiles() {}

    /** @throws StackFailure if the setting is missing, which {@code because} needs */
    static String required(Settings settings, String name, String because) {
        String value = settings.get(name, "");
        if (value.isBlank()) {
            throw new StackFailure("%s is set, and needs %s.".formatted(because, name));
        }
        return value;
    }

    /**
     * The first line of a file with a password.
     *
     * @throws StackFailure if the file that the setting names cannot be read, or if services would misunderstand the password
     */
    static String secret(String name, Path file) {
        try {
            String secret =
                    Files.readString(file).lines().findFirst().orElse("").strip();
            if (secret.contains("${")) {
                throw new StackFailure(
                        "The password in %s (%s) contains '${', which Quarkus would replace. Choose another one."
                                .formatted(file, name));
            }
            return secret;
        } catch (IOException e) {
            throw new StackFailure("%s is '%s', which cannot be read: %s".formatted(name, file, e), e);
        }
    }
}
