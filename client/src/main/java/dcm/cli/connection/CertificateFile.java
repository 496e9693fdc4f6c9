package dcm.cli.connection;

import dcm.shell.api.CommandFailure;
import dcm.shell.api.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file with certificate authorities (PEM). */
public final class CertificateFile {
    private CertificateFile() {}

    /** The content of a file, which has at least one certificate. */
    public static String read(String file) {
        try {
            String pem = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
            HttpClients.parsed(pem);
            return pem;
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(ExitCode.USAGE, "Cannot read the certificates in %s.".formatted(file));
        }
    }
}
