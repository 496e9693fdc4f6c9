package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ends SSH sessions by a script inside the container, because the process ids outside depend on where the worker runs.
 */
final class DockerSessions {
    private static final int TIMEOUT_SECONDS = 10;

    /**
     * Needs only a shell. A session's process is {@code sshd-session} since OpenSSH 9.8, and before that an
     * {@code sshd} whose parent is an {@code sshd}. Field 22 of {@code stat} is its start time in hundredths of seconds
     * since boot.
     */
    private static final String SCRIPT = """
            read -r up rest < /proc/uptime
            now=${up%%.*}
            for process in /proc/[0-9]*; do
                read -r name < $process/comm || continue
                read -r words < $process/stat || continue
                set -- $words
                case $name in
                    sshd-session) ;;
                    sshd) read -r parent < /proc/$4/comm && [ "$parent" = sshd ] || continue ;;
                    *) continue ;;
                esac
                [ $((now - ${22} / 100)) -ge "$AGE" ] && kill -KILL ${process#/proc/}
            done 2>/dev/null
            exit 0
            """;

    private DockerSessions() {}

    static void end(DockerClient docker, String container, Duration age) {
        String id = docker.execCreateCmd(container)
                .withUser("0")
                .withEnv(List.of("AGE=" + age.toSeconds()))
                .withCmd("/bin/sh", "-c", SCRIPT)
                .exec()
                .getId();
        // The container may have any shell, so the wait is bounded.
        try (ResultCallback.Adapter<Frame> output = docker.execStartCmd(id).exec(new ResultCallback.Adapter<>())) {
            if (!output.awaitCompletion(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new DockerException(
                        "{\"message\":\"logins could not be ended in " + TIMEOUT_SECONDS + " s\"}", 504);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
