package dcm.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that somebody names on the command line. */
final class TextFile {
    private TextFile() {}

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new StackFailure("There is no file %s.".formatted(file), e);
        } catch (IOException e) {
            throw new StackFailure("The file %s cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }
}
