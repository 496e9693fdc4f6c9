package dcm.worker.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Reads the last output of a container's first process. */
final class DockerLogTail {
    private static final int LINES = 5;

    private DockerLogTail() {}

    /** Returns an empty string if the output cannot be read. */
    static String of(DockerClient client, String container) {
        StringBuilder output = new StringBuilder();
        try (ResultCallback.Adapter<Frame> frames = client.logContainerCmd(container)
                .withStdErr(true)
                .withStdOut(true)
                .withTail(LINES)
                .exec(new ResultCallback.Adapter<>() {
                    @Override
                    public void onNext(Frame frame) {
                        output.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                    }
                })) {
            frames.awaitCompletion(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            return "";
        }
        return output.toString().strip();
    }
}
