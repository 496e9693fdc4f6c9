package dcm.worker.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** Reads what a process writes to standard error while it runs, and keeps the beginning. */
final class ProcessErrors {
    private static final int MAX_BYTES = 2000;

    private ProcessErrors() {}

    static CompletableFuture<String> of(Process process) {
        return CompletableFuture.supplyAsync(
                () -> read(process.getErrorStream()),
                task -> Thread.ofVirtual().name("process-errors").start(task));
    }

    private static String read(InputStream errors) {
        try (errors) {
            String text = new String(errors.readNBytes(MAX_BYTES), StandardCharsets.UTF_8).strip();
            errors.transferTo(OutputStream.nullOutputStream());
            return text;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
